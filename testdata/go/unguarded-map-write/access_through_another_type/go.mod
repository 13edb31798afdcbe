module example.com/access_through_another_type

go 1.22
