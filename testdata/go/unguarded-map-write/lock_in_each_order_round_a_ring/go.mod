module example.com/lock_in_each_order_round_a_ring

go 1.22
