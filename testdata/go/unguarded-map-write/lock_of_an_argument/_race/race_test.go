package race

import (
	"testing"

	client "example.com/lock_of_an_argument"
)

func TestQuiet(t *testing.T) {
	one, other := client.New(), client.New()
	in, of := make(chan *client.Client), make(chan *client.Client)
	one.Start(in)
	other.Start(of)
	for range 100 {
		in <- other
		of <- one
	}
	close(in)
	close(of)
}
