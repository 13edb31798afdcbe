module example.com/goroutine_beside_its_unseen_starter

go 1.22
