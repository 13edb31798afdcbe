package race

import (
	"runtime"
	"sync"
	"testing"

	registry "example.com/returned_from_its_lock"
)

func filled() *registry.Registry {
	r := registry.New()
	r.PutOk("a")
	r.JoinOk("g", "a")
	return r
}

func TestRacyItems(t *testing.T) {
	r := filled()
	got := r.ItemsBad()
	together(func() { r.PutOk("a") }, func() { read(got) })
}

func TestRacyAlias(t *testing.T) {
	r := filled()
	got := r.AliasBad()
	together(func() { r.PutOk("a") }, func() { read(got) })
}

func TestRacyGroup(t *testing.T) {
	r := filled()
	got := r.GroupBad("g")
	together(func() { r.JoinOk("g", "a") }, func() { read(got) })
}

func TestRacyView(t *testing.T) {
	r := filled()
	got := r.ViewBad()
	together(func() { r.PutOk("a") }, func() { read(got.Items) })
}

func TestRacyGroups(t *testing.T) {
	r := filled()
	got := r.GroupsBad()
	together(func() { r.JoinOk("g", "a") }, func() { read(got["g"]) })
}

func TestRacyFeed(t *testing.T) {
	r := filled()
	feed := make(chan map[string]int, 1)
	r.FeedBad(feed)
	together(func() { r.PutOk("a") }, func() { read(<-feed) })
}

func TestRacyVar(t *testing.T) {
	r := filled()
	shown := r.VarBad()
	together(func() {
		for range 2000 {
			r.PutOk("a")
			runtime.Gosched()
		}
	}, func() {
		for range 2000 {
			_ = shown.String()
		}
	})
}

func TestRacyFill(t *testing.T) {
	r := filled()
	var view registry.View
	r.FillBad(&view)
	together(func() { r.PutOk("a") }, func() { read(view.Items) })
}

func TestQuiet(t *testing.T) {
	r := filled()
	together(
		func() { r.PutOk("a") },
		func() { r.JoinOk("g", "a") },
		func() { read(r.CloneOk()) },
		func() { _ = r.VarOk().String() },
		func() { r.ReplaceViewOk(&registry.View{}) },
		func() {
			var view registry.View
			r.FillOk(&view)
			read(view.Items)
		},
		func() { read(r.DeepOk()["g"]) },
		func() { read(r.DrainOk()) },
		func() { read(r.DrainViewOk().Items) },
		func() { r.ReloadOk([]string{"a"}) },
		func() { read(r.RoutesOk()) },
		func() { r.CountOk() },
		func() {
			items, unlock := r.LockItemsOk()
			read(items)
			unlock()
		},
	)
}

func read(m map[string]int) {
	for range 100 {
		_ = m["a"]
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
