package race

import (
	"sync"
	"testing"

	pool "example.com/lock_that_more_uses_hold"
)

func each(run func(nonce int)) {
	var wg sync.WaitGroup
	for nonce := range 8 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			run(nonce)
		}()
	}
	wg.Wait()
}

func TestRacyLen(t *testing.T) {
	w := pool.NewWords()
	each(func(int) {
		w.Add("a")
		w.LenBad()
	})
}

func TestQuiet(t *testing.T) {
	p := pool.New()
	each(func(nonce int) {
		p.Add(nonce)
		p.Get(nonce)
		p.Len()
		p.Nonces()
		p.Drop(nonce)
	})
}
