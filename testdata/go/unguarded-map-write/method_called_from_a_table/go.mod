module example.com/method_called_from_a_table

go 1.22
