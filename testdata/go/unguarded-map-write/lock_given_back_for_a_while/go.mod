module example.com/lock_given_back_for_a_while

go 1.22
