package race

import (
	"testing"

	cache "example.com/method_kept_and_run_under_a_lock"
)

func TestRacyFlush(t *testing.T) {
	table := cache.NewTable()
	table.Put("a")
	done := make(chan bool)
	go func() {
		table.Flush()
		close(done)
	}()
	table.Put("b")
	<-done
}

func TestQuiet(t *testing.T) {
	c := cache.New(1)
	done := make(chan bool)
	go func() {
		for _, name := range []string{"a", "b", "c"} {
			c.Put(name)
		}
		close(done)
	}()
	c.Put("d")
	c.Get("a")
	<-done
}
