module example.com/fan_out_with_wait_group

go 1.22
