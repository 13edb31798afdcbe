module example.com/lock_carried_by_an_object

go 1.22
