module example.com/run_when_nobody_knows

go 1.22
