// Package counts has tests whose subtests share a map.
package counts

import (
	"sync"
	"testing"
	"time"
)

var names = []string{"a", "b", "c", "d"}

func InParallelBad(t *testing.T) {
	seen := map[string]int{}
	for _, name := range names {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			time.Sleep(time.Millisecond) // All of them have started by then.
			for range 1000 {
				seen[name]++ // want unguarded-map-write "`seen` is updated by several goroutines at once" fact severity "warning"
			}
		})
	}
}

func TwoBad(t *testing.T) {
	seen := map[string]int{}
	t.Run("one", func(t *testing.T) {
		t.Parallel()
		time.Sleep(time.Millisecond)
		for range 1000 {
			seen["one"]++ // want unguarded-map-write "`seen` is updated while another goroutine may use it"
		}
	})
	t.Run("two", func(t *testing.T) {
		prepare(t)
		time.Sleep(time.Millisecond)
		for range 1000 {
			seen["two"]++
		}
	})
}

func prepare(t *testing.T) {
	t.Helper()
	t.Parallel()
}

func GoroutineBad(t *testing.T) {
	seen := map[string]int{}
	done := make(chan bool)
	go func() {
		seen["one"]++ // want unguarded-map-write "`seen` is updated while another goroutine may use it" fact severity "warning"
		close(done)
	}()
	seen["two"]++
	<-done
}

func OneByOneOk(t *testing.T) {
	seen := map[string]int{}
	for _, name := range names {
		t.Run(name, func(t *testing.T) {
			seen[name]++
		})
	}
	if len(seen) != len(names) {
		t.Error("one is missing")
	}
}

// The test goes on when its group is done, and its parallel subtests wait for it to end.
func BeforeAndAfterOk(t *testing.T) {
	seen := map[string]int{}
	t.Run("group", func(t *testing.T) {
		seen["group"]++
		for _, name := range names {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				_ = seen[name]
			})
		}
		seen["end"]++
	})
	seen["after"]++
}

func NestedOk(t *testing.T) {
	seen := map[string]int{}
	t.Run("outer", func(t *testing.T) {
		t.Parallel()
		seen["outer"]++
		t.Run("inner", func(t *testing.T) {
			t.Parallel()
			seen["inner"]++
		})
	})
	seen["after"]++
}

func LockedOk(t *testing.T) {
	var mu sync.Mutex
	seen := map[string]int{}
	for _, name := range names {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			mu.Lock()
			defer mu.Unlock()
			seen[name]++
		})
	}
}

func OwnOk(t *testing.T) {
	for _, name := range names {
		seen := map[string]int{}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			seen[name]++
		})
	}
}
