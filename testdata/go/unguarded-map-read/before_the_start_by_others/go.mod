module example.com/before_the_start_by_others

go 1.22
