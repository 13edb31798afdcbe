module example.com/snapshot_of_what_is_made_anew

go 1.22
