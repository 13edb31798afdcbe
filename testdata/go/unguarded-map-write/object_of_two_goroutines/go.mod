module example.com/object_of_two_goroutines

go 1.22
