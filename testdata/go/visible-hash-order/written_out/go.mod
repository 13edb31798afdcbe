module example.com/written_out

go 1.23
