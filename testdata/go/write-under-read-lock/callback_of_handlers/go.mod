module example.com/callback_of_handlers

go 1.22
