module example.com/channel_as_lock

go 1.25
