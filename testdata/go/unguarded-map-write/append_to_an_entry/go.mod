module example.com/append_to_an_entry

go 1.22
