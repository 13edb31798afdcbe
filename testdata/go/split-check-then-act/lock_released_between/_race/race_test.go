package race

import (
	"sync"
	"testing"

	rooms "example.com/lock_released_between"
)

func TestQuietNoDataRace(t *testing.T) {
	r := rooms.New()
	o := rooms.NewOuter()
	all := func() {
		r.JoinBad("a")
		r.JoinByNilBad("b")
		r.CountBad("a")
		r.JoinOk("c")
		r.JoinByHelperOk("c")
		r.CountOk("c")
		r.OtherKeyOk("a", "d")
		r.OtherMapOk("e")
		r.SizeOk("a")
		r.NewNameOk("f")
		o.JoinOk("a")
		o.JoinThroughOk("b")
	}
	together(all, all)
	r.AnywayOk("a")
}

func TestQuietOneRoomForAll(t *testing.T) {
	r := rooms.New()
	var first, second chan string
	together(func() { first = r.JoinOk("a") }, func() { second = r.JoinOk("a") })
	if first != second {
		t.Error("two rooms of one name")
	}
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
