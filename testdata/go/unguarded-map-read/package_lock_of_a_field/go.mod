module example.com/package_lock_of_a_field

go 1.22
