package race

import (
	"testing"

	jobs "example.com/done_before_it_goes_on"
)

func TestQuiet(t *testing.T) {
	out := make(chan string)
	go jobs.Run([]string{"a", "b", "c"}, out)
	for range out {
	}
}
