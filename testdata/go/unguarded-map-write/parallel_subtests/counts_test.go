package counts

import (
	"sync"
	"testing"
)

func TestBad(t *testing.T) {
	seen := map[string]bool{}
	for _, name := range names {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			seen[name] = true // want unguarded-map-write "`seen` is written by several goroutines at once"
		})
	}
}

var (
	results = map[string]int{}

	mu     sync.Mutex
	locked = map[string]int{}

	alone = map[string]int{}
)

func TestOneBad(t *testing.T) {
	t.Parallel()
	results["one"]++ // want unguarded-map-write "`results` is updated while another goroutine may use it" fact severity "warning"
	mu.Lock()
	defer mu.Unlock()
	locked["one"]++
	alone["one"]++
}

func TestTwoBad(t *testing.T) {
	prepare(t)
	results["two"]++
	mu.Lock()
	defer mu.Unlock()
	locked["two"]++
}

func TestThreeOk(t *testing.T) {
	results["three"]++
}
