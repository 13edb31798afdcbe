module example.com/returned_from_its_lock

go 1.22
