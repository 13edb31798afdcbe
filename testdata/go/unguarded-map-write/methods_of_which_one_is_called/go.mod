module example.com/methods_of_which_one_is_called

go 1.24
