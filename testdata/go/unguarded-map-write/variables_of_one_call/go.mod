module example.com/variables_of_one_call

go 1.24
