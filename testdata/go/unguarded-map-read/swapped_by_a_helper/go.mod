module example.com/swapped_by_a_helper

go 1.24
