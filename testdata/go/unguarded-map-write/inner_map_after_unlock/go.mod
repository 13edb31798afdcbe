module example.com/inner_map_after_unlock

go 1.22
