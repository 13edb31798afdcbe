module example.com/whole_map_read_by_other_library

go 1.22

require gopkg.in/yaml.v3 v3.0.1
