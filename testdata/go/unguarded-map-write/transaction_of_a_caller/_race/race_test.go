package race

import (
	"context"
	"sync"
	"testing"

	store "example.com/transaction_of_a_caller"
)

type plain struct{}

func (plain) Update(fn func(*store.Tx) error) error { return fn(&store.Tx{}) }

func TestRacyMark(t *testing.T) {
	db := store.New(plain{})
	names := store.Of(db)
	together(func() { names.MarkBad("a") }, func() { names.MarkBad("a") })
}

func TestQuiet(t *testing.T) {
	db := store.New(plain{})
	names := store.Of(db)
	together(
		func() { names.MarkOk(context.Background(), "a") },
		func() {
			db.Begin(context.Background(), func(ctx context.Context) error { return names.MarkOk(ctx, "b") })
		},
		func() { db.CollectOk() },
		func() { db.ForgetOk("a") },
	)
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
