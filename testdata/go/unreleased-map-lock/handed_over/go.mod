module example.com/handed_over

go 1.22
