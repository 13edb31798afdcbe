module example.com/memo_in_a_value

go 1.22
