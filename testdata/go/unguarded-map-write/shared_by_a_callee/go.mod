module example.com/shared_by_a_callee

go 1.22
