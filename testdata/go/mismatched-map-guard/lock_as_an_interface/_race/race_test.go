package race

import (
	"sync"
	"testing"

	pool "example.com/lock_as_an_interface"
)

func many(do ...func(i int)) {
	var wg sync.WaitGroup
	for i := range 100 {
		for _, one := range do {
			wg.Add(1)
			go func() { defer wg.Done(); one(i) }()
		}
	}
	wg.Wait()
}

func TestQuiet(t *testing.T) {
	p := pool.New()
	many(p.RestoreOk, p.AcquireOk, p.ReleaseOk)
	var shares pool.Shares
	many(
		func(int) { shares.AddOk("a") },
		func(int) { shares.ClearOk() },
		func(int) { shares.OfOk("a") },
	)
}

func TestRacySeats(t *testing.T) {
	seats := pool.NewSeats()
	many(
		func(i int) { seats.Take(i, "a") },
		func(i int) { seats.SwapBad(i, "b") },
	)
}

func TestRacyMarks(t *testing.T) {
	marks := pool.NewMarks()
	marks.Set("a")
	many(
		func(int) { marks.UnsetBad("a") },
		func(int) { marks.UnsetBad("b") },
	)
}
