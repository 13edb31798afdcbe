module example.com/done_once_before_the_start

go 1.22
