module example.com/way_of_each_build

go 1.22
