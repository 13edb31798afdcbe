package race

import (
	"sync"
	"testing"

	pins "example.com/collections_of_libraries"

	cid "github.com/ipfs/go-cid"
)

func TestRacyKeys(t *testing.T) {
	p := pins.New()
	together(func() { p.PinOk(cid.New("a")) }, func() { p.KeysBad() })
}

func TestRacyPin(t *testing.T) {
	p := pins.New()
	together(func() { p.PinSharedBad(cid.New("a")) }, func() { p.IsPinnedOk(cid.New("a")) })
}

func TestQuiet(t *testing.T) {
	p := pins.New()
	all := func() {
		p.PinOk(cid.New("a"))
		p.IsPinnedOk(cid.New("a"))
		pins.VisitedOk([]cid.Cid{cid.New("a"), cid.New("b")})
	}
	together(all, all)
}

// together runs each function on a goroutine of its own and waits for all.
func together(functions ...func()) {
	var wg sync.WaitGroup
	for _, function := range functions {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for range 100 {
				function()
			}
		}()
	}
	wg.Wait()
}
