module example.com/filled_by_initialisation

go 1.22
