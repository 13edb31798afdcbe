module example.com/map_without_any_lock

go 1.22
