module example.com/builder_behind_an_interface

go 1.22
