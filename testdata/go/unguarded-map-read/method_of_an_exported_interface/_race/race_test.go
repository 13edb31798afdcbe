package race

import (
	"sync"
	"testing"

	txn "example.com/method_of_an_exported_interface"
)

func each(commit func()) {
	var wg sync.WaitGroup
	for range 4 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for range 100 {
				commit()
			}
		}()
	}
	wg.Wait()
}

func TestRacyCommit(t *testing.T) {
	s := txn.New()
	each(func() { s.Begin(true).Commit() })
}

func TestQuiet(t *testing.T) {
	s := txn.New()
	each(func() { txn.Run(s.Begin(false)) })
}
