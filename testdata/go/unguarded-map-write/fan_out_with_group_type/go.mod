module example.com/fan_out_with_group_type

go 1.22
