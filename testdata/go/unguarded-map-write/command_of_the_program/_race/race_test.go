package race

import (
	"testing"

	"example.com/command_of_the_program/app"
)

func TestRacyServe(t *testing.T) {
	for range 100 {
		<-app.Serve(app.NewOptions())
	}
}

func TestQuiet(t *testing.T) {
	app.NewOptions().ApplyOk("a")
}
