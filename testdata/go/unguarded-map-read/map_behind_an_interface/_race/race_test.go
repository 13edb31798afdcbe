package race

import (
	"sync"
	"testing"

	routes "example.com/map_behind_an_interface"
)

func TestRacySend(t *testing.T) {
	table := routes.New("a")
	together(func() { table.AddOk("a", &routes.Line{}) }, func() { table.SendBad("a", "text") })
}

func TestQuietAsk(t *testing.T) {
	fixed := routes.NewFixed("a")
	together(func() { fixed.AddOk("a", &routes.Line{}) }, func() { fixed.AskOk("a", "text") })
}

func TestQuietSave(t *testing.T) {
	remote := routes.NewFile()
	together(func() { remote.SaveOk("a") }, func() { remote.KeepOk("b") })
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
