module example.com/objects_of_two_controllers

go 1.22
