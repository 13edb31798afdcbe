module example.com/cleared_by_both

go 1.24
