module example.com/read_only_after_construction

go 1.22
