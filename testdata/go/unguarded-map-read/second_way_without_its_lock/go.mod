module example.com/second_way_without_its_lock

go 1.22
