module example.com/map_of_each_closure_call

go 1.22
