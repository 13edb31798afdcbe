module example.com/lock_of_whichever_object

go 1.22
