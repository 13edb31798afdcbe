module example.com/field_without_its_lock

go 1.22
