module example.com/entry_of_a_sync_map

go 1.22
