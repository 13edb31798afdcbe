module example.com/guarded_by_its_owners

go 1.22
