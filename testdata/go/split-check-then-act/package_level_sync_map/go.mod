module example.com/package_level_sync_map

go 1.22
