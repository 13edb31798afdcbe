module example.com/part_of_a_locked_owner

go 1.22
