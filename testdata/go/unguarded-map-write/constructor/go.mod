module example.com/constructor

go 1.22
