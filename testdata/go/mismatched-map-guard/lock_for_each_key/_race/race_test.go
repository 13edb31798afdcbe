package race

import (
	"strconv"
	"sync"
	"testing"

	sessions "example.com/lock_for_each_key"
)

func TestRacyPut(t *testing.T) {
	s := sessions.New()
	together(func(i int) { s.PutBad(i, "a") })
}

func TestRacyClaim(t *testing.T) {
	n := sessions.NewNamed()
	together(func(i int) { n.ClaimBad(strconv.Itoa(i), "a") })
}

func TestQuiet(t *testing.T) {
	shards, all, fixed := sessions.NewShards(), sessions.NewAll(), sessions.NewFixed()
	together(func(i int) {
		shards.PutOk(i, "a")
		all.PutOk(i, "a")
		all.GetOk(i)
		fixed.PutOk(i, "a")
		fixed.PutOwnOk(i, "a")
	})
}

// together runs the function with several numbers at once, and waits for all.
func together(function func(int)) {
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			function(i)
		}()
	}
	wg.Wait()
}
