module example.com/field_read_without_its_lock

go 1.22
