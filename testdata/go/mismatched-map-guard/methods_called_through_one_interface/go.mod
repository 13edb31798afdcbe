module example.com/methods_called_through_one_interface

go 1.24
