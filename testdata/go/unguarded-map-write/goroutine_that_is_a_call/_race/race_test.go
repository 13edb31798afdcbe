package race

import (
	"sync"
	"testing"
	"time"

	node "example.com/goroutine_that_is_a_call"
)

func TestRacyLinkLater(t *testing.T) {
	n := node.New()
	together(func() { n.LinkLaterBad("a") }, func() { n.LinkLaterBad("a") })
	time.Sleep(50 * time.Millisecond)
}

func TestQuiet(t *testing.T) {
	n := node.New()
	together(func() { _ = n.LinkOk("a") }, func() { _ = n.LinkOk("a") }, func() { n.UnlinkOk("a") })
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
