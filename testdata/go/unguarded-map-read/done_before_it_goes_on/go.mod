module example.com/done_before_it_goes_on

go 1.24
