module example.com/map_in_two_objects

go 1.22
