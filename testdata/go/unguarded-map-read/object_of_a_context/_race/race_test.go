package race

import (
	"context"
	"strconv"
	"sync"
	"testing"

	groups "example.com/object_of_a_context"
)

func many(call func(i int)) {
	var wg sync.WaitGroup
	for i := range 100 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for j := range 100 {
				call(i + j)
			}
		}()
	}
	wg.Wait()
}

func TestRacyEnter(t *testing.T) {
	ctx := groups.With(context.Background(), groups.NewGroup())
	many(func(i int) { groups.Enter(ctx, strconv.Itoa(i)) })
}

func TestQuiet(t *testing.T) {
	ctx := groups.With(context.Background(), groups.NewGroup())
	many(func(i int) {
		groups.Count(ctx, strconv.Itoa(i))
		groups.Note(groups.WithNotes(ctx), "a", "b")
	})
}
