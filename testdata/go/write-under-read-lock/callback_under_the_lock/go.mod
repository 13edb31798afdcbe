module example.com/callback_under_the_lock

go 1.22
