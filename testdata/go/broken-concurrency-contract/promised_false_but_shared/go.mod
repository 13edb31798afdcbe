module example.com/promised_false_but_shared

go 1.22
