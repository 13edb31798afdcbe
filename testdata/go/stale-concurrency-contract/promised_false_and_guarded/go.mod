module example.com/promised_false_and_guarded

go 1.22
