module example.com/lock_handed_in_with_its_map

go 1.22
