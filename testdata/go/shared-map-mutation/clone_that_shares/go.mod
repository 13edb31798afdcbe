module example.com/clone_that_shares

go 1.22
