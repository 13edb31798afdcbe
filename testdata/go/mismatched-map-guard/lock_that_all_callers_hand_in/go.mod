module example.com/lock_that_all_callers_hand_in

go 1.22
