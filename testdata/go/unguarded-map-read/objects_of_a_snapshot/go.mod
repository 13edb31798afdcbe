module example.com/objects_of_a_snapshot

go 1.22
