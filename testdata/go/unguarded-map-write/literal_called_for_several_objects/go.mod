module example.com/literal_called_for_several_objects

go 1.22
