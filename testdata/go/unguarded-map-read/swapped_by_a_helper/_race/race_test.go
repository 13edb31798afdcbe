package race

import (
	"sync"
	"testing"

	listener "example.com/swapped_by_a_helper"
)

func many(do ...func(i int)) {
	var wg sync.WaitGroup
	for i := range 50 {
		for _, one := range do {
			wg.Add(1)
			go func() { defer wg.Done(); one(i) }()
		}
	}
	wg.Wait()
}

func TestQuiet(t *testing.T) {
	l := listener.New()
	many(l.AcceptOk, l.CloseOk, func(int) { l.StopOk() })
}

func TestRacySize(t *testing.T) {
	l := listener.New()
	many(l.AcceptOk, func(int) { l.SizeBad() }, l.AcceptOk)
}
