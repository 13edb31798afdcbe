module example.com/before_the_start_through_an_interface

go 1.22
