module example.com/channels_that_say_when

go 1.24
