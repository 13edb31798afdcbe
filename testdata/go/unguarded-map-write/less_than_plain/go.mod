module example.com/less_than_plain

go 1.22
