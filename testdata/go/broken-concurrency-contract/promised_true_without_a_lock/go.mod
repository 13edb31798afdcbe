module example.com/promised_true_without_a_lock

go 1.22
