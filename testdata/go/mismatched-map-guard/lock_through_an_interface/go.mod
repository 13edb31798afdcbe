module example.com/lock_through_an_interface

go 1.24
