module example.com/lock_given_back_by_what_was_got

go 1.24
