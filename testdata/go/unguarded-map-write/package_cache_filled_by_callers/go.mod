module example.com/package_cache_filled_by_callers

go 1.22
