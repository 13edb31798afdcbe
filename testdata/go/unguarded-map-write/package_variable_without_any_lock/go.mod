module example.com/package_variable_without_any_lock

go 1.22
