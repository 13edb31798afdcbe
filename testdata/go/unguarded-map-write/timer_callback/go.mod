module example.com/timer_callback

go 1.22
