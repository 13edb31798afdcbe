module example.com/field_handed_to_goroutine

go 1.22
