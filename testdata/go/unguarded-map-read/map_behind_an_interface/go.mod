module example.com/map_behind_an_interface

go 1.22
