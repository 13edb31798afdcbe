module example.com/map_handed_on_by_an_object

go 1.22
