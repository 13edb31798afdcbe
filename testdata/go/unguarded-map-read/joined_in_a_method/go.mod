module example.com/joined_in_a_method

go 1.22
