module example.com/two_readers

go 1.22
