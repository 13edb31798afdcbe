module example.com/map_in_what_a_callee_makes

go 1.22
