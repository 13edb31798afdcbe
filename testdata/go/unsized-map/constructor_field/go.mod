module example.com/constructor_field

go 1.22
