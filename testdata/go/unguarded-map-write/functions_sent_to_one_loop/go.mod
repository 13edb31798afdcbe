module example.com/functions_sent_to_one_loop

go 1.24
