package race

import (
	"sync"
	"testing"

	endpoint "example.com/object_that_is_decoded"
)

func TestRacyJoin(t *testing.T) {
	e := endpoint.New()
	together(func() { e.JoinBad() }, func() { e.Label("driver", "b") })
}

func TestQuiet(t *testing.T) {
	e := endpoint.New()
	if err := e.UnmarshalJSON([]byte(`{"driver":"b"}`)); err != nil {
		t.Fatal(err)
	}
	together(func() { e.JoinOk() }, func() { e.JoinOk() })
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
