module example.com/made_once_under_its_lock

go 1.22
