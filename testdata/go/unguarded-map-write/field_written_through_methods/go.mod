module example.com/field_written_through_methods

go 1.22
