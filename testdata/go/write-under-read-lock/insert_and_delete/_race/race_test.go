package race

import (
	"sync"
	"testing"

	cache "example.com/insert_and_delete"
)

func TestRacySet(t *testing.T) {
	c := cache.New()
	together(func() { c.SetBad("a") }, func() { c.SetBad("a") })
}

func TestRacyDrop(t *testing.T) {
	c := cache.New()
	c.SetOk("a")
	together(func() { c.DropBad("a") }, func() { c.GetOk("a") })
}

func TestRacyGetOrSet(t *testing.T) {
	c := cache.New()
	together(func() { c.GetOrSetBad("a") }, func() { c.GetOk("a") })
}

func TestRacyReset(t *testing.T) {
	c := cache.New()
	together(func() { c.ResetBad() }, func() { c.GetOk("a") })
}

func TestQuiet(t *testing.T) {
	c := cache.New()
	all := func() {
		c.SetOk("a")
		c.GetOk("a")
		c.ReadThenWriteOk("b")
		c.DropOk("a")
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
			function()
		}()
	}
	wg.Wait()
}
