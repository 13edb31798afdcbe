module example.com/name_of_another_method

go 1.22
