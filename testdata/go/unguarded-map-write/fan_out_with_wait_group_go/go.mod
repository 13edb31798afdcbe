module example.com/fan_out_with_wait_group_go

go 1.25
