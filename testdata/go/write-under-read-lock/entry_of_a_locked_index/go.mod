module example.com/entry_of_a_locked_index

go 1.22
