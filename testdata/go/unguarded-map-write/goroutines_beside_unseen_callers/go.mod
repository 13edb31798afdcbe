module example.com/goroutines_beside_unseen_callers

go 1.22
