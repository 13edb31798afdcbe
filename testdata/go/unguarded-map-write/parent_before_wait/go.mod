module example.com/parent_before_wait

go 1.22
