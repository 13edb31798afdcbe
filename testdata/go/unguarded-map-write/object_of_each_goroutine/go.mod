module example.com/object_of_each_goroutine

go 1.22
