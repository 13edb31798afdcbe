module example.com/lock_of_an_argument

go 1.22
