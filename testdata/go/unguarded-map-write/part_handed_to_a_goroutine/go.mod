module example.com/part_handed_to_a_goroutine

go 1.22
