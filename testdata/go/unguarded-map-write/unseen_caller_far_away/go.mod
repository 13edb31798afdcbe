module example.com/unseen_caller_far_away

go 1.22
