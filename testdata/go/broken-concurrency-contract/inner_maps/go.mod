module example.com/inner_maps

go 1.22
