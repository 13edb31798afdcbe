module example.com/package_variable

go 1.22
