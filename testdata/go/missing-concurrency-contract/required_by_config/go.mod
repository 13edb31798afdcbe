module example.com/required_by_config

go 1.22
