module example.com/types_without_a_name_in_interfaces

go 1.22
