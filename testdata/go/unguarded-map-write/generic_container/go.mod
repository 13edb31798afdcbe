module example.com/generic_container

go 1.22
