module example.com/files_of_one_package

go 1.22
