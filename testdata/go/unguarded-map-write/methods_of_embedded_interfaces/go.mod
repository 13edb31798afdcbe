module example.com/methods_of_embedded_interfaces

go 1.22
