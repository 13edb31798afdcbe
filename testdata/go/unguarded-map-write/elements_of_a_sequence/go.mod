module example.com/elements_of_a_sequence

go 1.23
