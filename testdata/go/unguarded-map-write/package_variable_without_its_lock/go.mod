module example.com/package_variable_without_its_lock

go 1.22
