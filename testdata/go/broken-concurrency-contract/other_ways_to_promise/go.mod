module example.com/other_ways_to_promise

go 1.22
