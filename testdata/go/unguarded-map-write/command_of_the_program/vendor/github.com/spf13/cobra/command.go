// Package cobra runs the command that a command line names.
package cobra

type Command struct {
	Use      string
	Run      func(cmd *Command, args []string)
	RunE     func(cmd *Command, args []string) error
	commands []*Command
}

func (c *Command) AddCommand(commands ...*Command) {
	c.commands = append(c.commands, commands...)
}

func (c *Command) Execute() error {
	for _, command := range c.commands {
		if command.Use == c.Use {
			return command.RunE(command, nil)
		}
	}
	return c.RunE(c, nil)
}
