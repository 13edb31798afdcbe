module example.com/silenced_and_not

go 1.22
