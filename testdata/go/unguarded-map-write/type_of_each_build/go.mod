module example.com/type_of_each_build

go 1.24
