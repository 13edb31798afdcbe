module example.com/whole_map_read_by_library

go 1.22
