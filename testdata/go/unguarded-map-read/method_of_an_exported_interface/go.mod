module example.com/method_of_an_exported_interface

go 1.22
