module example.com/late_writers

go 1.22
