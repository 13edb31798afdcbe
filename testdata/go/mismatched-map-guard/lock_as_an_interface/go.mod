module example.com/lock_as_an_interface

go 1.24
