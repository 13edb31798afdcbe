module example.com/one_call_for_each_key

go 1.22

require golang.org/x/sync v0.10.0
