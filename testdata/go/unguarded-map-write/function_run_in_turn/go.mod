module example.com/function_run_in_turn

go 1.25
