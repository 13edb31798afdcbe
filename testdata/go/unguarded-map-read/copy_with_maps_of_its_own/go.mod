module example.com/copy_with_maps_of_its_own

go 1.24
