module example.com/field_filled_elsewhere

go 1.22
