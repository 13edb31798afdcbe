package race

import (
	"sync"
	"testing"

	watch "example.com/kept_after_sending"
)

var hosts = []string{"a", "b", "c"}

// reading runs with a goroutine that reads what is received.
func reading[T any](c chan T, read func(T), run func()) {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer wg.Done()
		for item := range c {
			read(item)
		}
	}()
	run()
	close(c)
	wg.Wait()
}

func count(set map[string]bool) {
	for range set {
	}
}

func TestRacyWatcher(t *testing.T) {
	updates := make(chan watch.Update)
	w := watch.New(updates)
	reading(updates, func(u watch.Update) { count(u.Hosts) }, func() {
		w.CheckBad(hosts)
		w.FailBad("a")
	})
}

func TestRacyDirect(t *testing.T) {
	sets := make(chan map[string]bool)
	d := watch.NewDirect(sets)
	reading(sets, count, func() {
		d.CheckBad(hosts)
		d.AddBad("d")
	})
}

func TestQuiet(t *testing.T) {
	updates := make(chan watch.Update)
	c := watch.NewCopier(updates)
	reading(updates, func(u watch.Update) { count(u.Hosts) }, func() {
		c.CheckOk(hosts)
		c.FailOk("a")
	})
	sets := make(chan map[string]bool)
	s := watch.NewStarter(sets)
	reading(sets, count, func() {
		s.CheckOk(hosts)
		s.StartOk("a")
	})
	a := watch.NewAsker()
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer wg.Done()
		a.Serve(1)
	}()
	a.CheckOk(hosts)
	a.FailOk("a")
	wg.Wait()
}
