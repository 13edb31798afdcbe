module example.com/entries_of_a_concurrent_map

go 1.22
