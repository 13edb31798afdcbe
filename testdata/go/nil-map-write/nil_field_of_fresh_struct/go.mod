module example.com/nil_field_of_fresh_struct

go 1.22
