module example.com/map_of_a_receiver_of_many

go 1.24
