module example.com/written_after_construction

go 1.22
