module example.com/field_of_a_new_object

go 1.22
