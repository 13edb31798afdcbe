module example.com/done_before_the_start

go 1.22
