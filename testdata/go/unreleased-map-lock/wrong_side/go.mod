module example.com/wrong_side

go 1.22
