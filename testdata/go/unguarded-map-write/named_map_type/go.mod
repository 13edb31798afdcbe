module example.com/named_map_type

go 1.22
