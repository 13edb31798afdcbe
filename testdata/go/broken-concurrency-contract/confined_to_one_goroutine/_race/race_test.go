package race

import (
	"testing"

	loop "example.com/confined_to_one_goroutine"
)

func TestRacyLast(t *testing.T) {
	l := loop.Start()
	for range 100 {
		l.SendOk("a")
		l.LastBad("a")
	}
}

func TestQuiet(t *testing.T) {
	l := loop.Start()
	l.SendOk("a")
	l.SendOk("b")
}
