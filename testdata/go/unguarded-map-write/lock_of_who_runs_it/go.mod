module example.com/lock_of_who_runs_it

go 1.22
