module example.com/access_outside_the_critical_section

go 1.22
