module example.com/group_with_a_limit

go 1.22

require golang.org/x/sync v0.7.0
