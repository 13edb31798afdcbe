package race

import (
	"testing"

	pool "example.com/unseen_caller_far_away"
)

func TestRacyAdd(t *testing.T) {
	p := pool.New()
	p.Start()
	p.Push("a")
	for range 1000 {
		p.AddBad("a")
	}
	p.Push("b")
}

func TestQuiet(t *testing.T) {
	p := pool.New()
	p.Sync("a")
	p.Start()
	p.Push("a")
}
