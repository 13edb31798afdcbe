module example.com/filled_from_a_slice

go 1.22
