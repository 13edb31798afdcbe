module example.com/stop_under_a_flag

go 1.22
