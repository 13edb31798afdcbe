module example.com/value_of_a_context

go 1.22
