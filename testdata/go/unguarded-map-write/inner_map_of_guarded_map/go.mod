module example.com/inner_map_of_guarded_map

go 1.22
