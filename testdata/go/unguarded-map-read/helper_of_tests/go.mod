module example.com/helper_of_tests

go 1.22
