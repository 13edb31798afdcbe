module example.com/object_kept_in_a_field

go 1.22
