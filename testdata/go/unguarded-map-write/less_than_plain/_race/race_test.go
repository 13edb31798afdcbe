package race

import (
	"sync"
	"testing"
	"time"

	registry "example.com/less_than_plain"
	"example.com/less_than_plain/apps"
	"example.com/less_than_plain/daemon"
)

func TestRacyCount(t *testing.T) {
	r := registry.New()
	together(func() { r.AddOk("a") }, func() { r.CountBad() })
}

func TestRacyRestore(t *testing.T) {
	r := registry.New()
	together(func() { r.AddOk("a") }, func() { r.RestoreBad(map[string]int{"a": 2}) })
}

func TestRacyTable(t *testing.T) {
	table := registry.NewTable()
	together(func() { table.PutOk("a") }, func() { table.LenBad() })
}

func TestRacyPoller(t *testing.T) {
	names := make(chan string)
	p := &registry.Poller{}
	p.StartBad(names)
	together(func() { names <- "a"; names <- "b" }, func() { p.SeenOk("a") })
}

func TestRacyNames(t *testing.T) {
	registry.CountNamesBad([]string{"a", "b", "c", "d"})
}

func TestRacyLobby(t *testing.T) {
	registry.NewLobby().Open(0, []string{"a", "b", "c", "d"})
	time.Sleep(10 * time.Millisecond)
}

func TestRacyFinder(t *testing.T) {
	n, ticks := registry.NewNames(), make(chan int)
	n.Watch(ticks)
	together(func() { n.Add("a"); n.Add("b") }, func() { ticks <- 1; ticks <- 2 })
}

func TestRacyKeys(t *testing.T) {
	k, ticks := apps.New(), make(chan string)
	k.Start(ticks)
	together(func() { ticks <- "a"; ticks <- "b" }, func() { k.CountBad() })
}

func TestRacyDaemon(t *testing.T) {
	for range 100 {
		d := daemon.New()
		publish := func() {
			for range 100 {
				d.Publish("a")
			}
		}
		together(publish, publish, d.Start)
	}
}

func TestQuiet(t *testing.T) {
	r, table := registry.New(), registry.NewTable()
	use := func() {
		r.AddOk("a")
		r.NameOk("a")
		r.AllOk()
		r.RemoveOk("a")
		table.PutOk("a")
		table.TakeOk("a")
		table.DropOk("a")
	}
	together(use, use)
}

func together(fs ...func()) {
	var wg sync.WaitGroup
	for _, f := range fs {
		wg.Add(1)
		go func() {
			defer wg.Done()
			f()
		}()
	}
	wg.Wait()
}
