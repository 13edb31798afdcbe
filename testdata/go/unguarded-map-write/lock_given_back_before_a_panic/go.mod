module example.com/lock_given_back_before_a_panic

go 1.24
