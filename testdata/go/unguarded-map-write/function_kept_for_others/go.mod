module example.com/function_kept_for_others

go 1.22
