module example.com/promise_on_a_type

go 1.22
