module example.com/goroutines_of_a_helpers_helper

go 1.25
