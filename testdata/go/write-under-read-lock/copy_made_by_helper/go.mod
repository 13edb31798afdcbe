module example.com/copy_made_by_helper

go 1.22
