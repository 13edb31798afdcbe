module example.com/method_kept_and_run_under_a_lock

go 1.22
