module example.com/lent_to_a_task

go 1.22
