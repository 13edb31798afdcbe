module example.com/load_then_store

go 1.22
