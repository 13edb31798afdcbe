module example.com/command_of_the_program

go 1.24

require github.com/spf13/cobra v1.10.0
