module example.com/insert_and_delete

go 1.22
