module example.com/one_of_several_implementations

go 1.22
