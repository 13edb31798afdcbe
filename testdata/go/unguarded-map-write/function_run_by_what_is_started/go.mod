module example.com/function_run_by_what_is_started

go 1.22
