package race

import (
	"strconv"
	"testing"

	objects "example.com/elements_of_each_goroutine"
)

func state() *objects.State {
	s := objects.New()
	for i := range 100 {
		s.Add(strconv.Itoa(i))
	}
	return s
}

func TestRacyVisit(t *testing.T) {
	s := state()
	for range 20 {
		s.Share()
		s.Visit()
	}
}

func TestQuiet(t *testing.T) {
	state().Commit()
	objects.Clear(map[string]any{"inputs": []any{map[string]any{"key": 1}, map[string]any{"key": 2}}})
}
