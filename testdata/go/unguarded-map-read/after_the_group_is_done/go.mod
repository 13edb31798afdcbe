module example.com/after_the_group_is_done

go 1.24
