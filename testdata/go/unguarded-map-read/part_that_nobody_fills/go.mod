module example.com/part_that_nobody_fills

go 1.22
