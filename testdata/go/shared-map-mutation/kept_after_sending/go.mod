module example.com/kept_after_sending

go 1.22
