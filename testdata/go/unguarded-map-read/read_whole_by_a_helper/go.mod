module example.com/read_whole_by_a_helper

go 1.22
