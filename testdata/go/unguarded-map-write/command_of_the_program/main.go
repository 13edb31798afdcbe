// Command command_of_the_program serves, or says what it would serve: one run does the one or the other.
package main

import (
	"os"

	"example.com/command_of_the_program/app"
	"github.com/spf13/cobra"
)

func main() {
	if err := newCommand(app.NewOptions()).Execute(); err != nil {
		os.Exit(1)
	}
}

func newCommand(opts *app.Options) *cobra.Command {
	root := &cobra.Command{
		Use: "serve",
		RunE: func(cmd *cobra.Command, args []string) error {
			<-app.Serve(opts)
			return nil
		},
	}
	root.AddCommand(&cobra.Command{
		Use: "show",
		RunE: func(cmd *cobra.Command, args []string) error {
			opts.ApplyOk("shown")
			return nil
		},
	})
	return root
}
