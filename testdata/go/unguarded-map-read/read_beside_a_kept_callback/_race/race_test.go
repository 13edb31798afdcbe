package race

import (
	"sync"
	"testing"

	clients "example.com/read_beside_a_kept_callback"
)

func both(one, other func()) {
	var wg sync.WaitGroup
	for range 100 {
		wg.Add(2)
		go func() { defer wg.Done(); one() }()
		go func() { defer wg.Done(); other() }()
	}
	wg.Wait()
}

func TestRacyCurrent(t *testing.T) {
	changes := make(chan string, 200)
	c := clients.New(clients.NewMetadata(changes))
	both(func() { c.RemoteOk("b"); changes <- "b" }, func() { c.CurrentBad() })
}

func TestQuiet(t *testing.T) {
	changes := make(chan string, 200)
	c := clients.New(clients.NewMetadata(changes))
	both(func() { c.RemoteOk("b"); changes <- "b" }, func() { c.RemoteOk("a") })
}
