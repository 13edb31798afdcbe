module example.com/annotations_of_other_tools

go 1.22
