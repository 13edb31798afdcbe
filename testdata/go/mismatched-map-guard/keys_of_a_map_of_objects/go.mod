module example.com/keys_of_a_map_of_objects

go 1.24
