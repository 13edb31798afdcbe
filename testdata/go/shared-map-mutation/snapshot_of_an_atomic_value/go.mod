module example.com/snapshot_of_an_atomic_value

go 1.22
