module example.com/another_lock_took_its_place

go 1.22
