module example.com/write_in_a_callee

go 1.22
