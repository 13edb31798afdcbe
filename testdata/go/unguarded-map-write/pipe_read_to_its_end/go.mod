module example.com/pipe_read_to_its_end

go 1.22
