module example.com/package_imported_for_its_effect

go 1.22
