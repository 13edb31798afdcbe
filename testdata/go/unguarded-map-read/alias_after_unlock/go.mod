module example.com/alias_after_unlock

go 1.22
