module example.com/value_or_guard_unknown

go 1.22
