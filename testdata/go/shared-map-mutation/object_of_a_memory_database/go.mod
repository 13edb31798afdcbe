module example.com/object_of_a_memory_database

go 1.22

require github.com/hashicorp/go-memdb v1.3.4
