module example.com/one_at_a_time_by_a_flag

go 1.22
