module example.com/copy_of_an_object

go 1.22
