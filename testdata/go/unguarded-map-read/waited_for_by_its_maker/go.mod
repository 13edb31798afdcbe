module example.com/waited_for_by_its_maker

go 1.24
