module example.com/set_up_again

go 1.22
