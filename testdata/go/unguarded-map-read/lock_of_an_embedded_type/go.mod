module example.com/lock_of_an_embedded_type

go 1.22
