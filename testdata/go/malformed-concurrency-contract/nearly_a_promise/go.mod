module example.com/nearly_a_promise

go 1.22
