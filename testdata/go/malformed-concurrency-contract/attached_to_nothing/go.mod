module example.com/attached_to_nothing

go 1.22
