package race

import (
	"sync"
	"testing"

	files "example.com/method_called_from_a_table"
)

func TestRacyAdd(t *testing.T) {
	f := files.New()
	together(func() { f.AddBad("a", nil) }, func() { f.ListOk("upload", "a") })
}

func TestQuietList(t *testing.T) {
	f := files.New()
	list := func() { f.ListOk("upload", "a") }
	together(list, list)
}

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
