module example.com/map_handed_on

go 1.22
