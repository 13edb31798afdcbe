module example.com/object_of_a_context

go 1.24
