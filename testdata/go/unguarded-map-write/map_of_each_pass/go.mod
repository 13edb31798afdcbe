module example.com/map_of_each_pass

go 1.22
