module example.com/transaction_of_a_caller

go 1.24
