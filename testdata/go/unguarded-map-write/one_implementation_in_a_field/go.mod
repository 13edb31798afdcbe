module example.com/one_implementation_in_a_field

go 1.22
