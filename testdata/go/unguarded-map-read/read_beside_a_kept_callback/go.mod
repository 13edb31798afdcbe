module example.com/read_beside_a_kept_callback

go 1.24
