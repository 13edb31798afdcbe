package race

import (
	"testing"
	"time"

	tally "example.com/object_of_two_goroutines"
)

func TestRacyByConstructors(t *testing.T) {
	tally.ByConstructors()
	time.Sleep(10 * time.Millisecond)
}

func TestRacyByLiterals(t *testing.T) {
	tally.ByLiterals()
	time.Sleep(10 * time.Millisecond)
}

func TestRacyMain(t *testing.T) {
	tally.Main()
	time.Sleep(10 * time.Millisecond)
}

func TestRacyPlay(t *testing.T) {
	tally.Play()
	time.Sleep(10 * time.Millisecond)
}

func TestRacyDraw(t *testing.T) {
	tally.Draw([]string{"a", "b", "c"})
	time.Sleep(10 * time.Millisecond)
}

func TestQuiet(t *testing.T) {
	tally.Each([]string{"a", "b", "c"})
	tally.Two()
	tally.Serve([]string{"a", "b", "c"})
	time.Sleep(10 * time.Millisecond)
}
