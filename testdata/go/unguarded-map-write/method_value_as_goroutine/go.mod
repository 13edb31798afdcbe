module example.com/method_value_as_goroutine

go 1.22
