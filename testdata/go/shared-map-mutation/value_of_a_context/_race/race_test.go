package race

import (
	"context"
	"sync"
	"testing"

	audit "example.com/value_of_a_context"
)

func TestRacyTag(t *testing.T) {
	ctx := audit.TagBad(context.Background(), "a", "b")
	var wg sync.WaitGroup
	for range 2 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			audit.TagBad(ctx, "c", "d")
		}()
	}
	wg.Wait()
}

func TestQuiet(t *testing.T) {
	ctx := audit.TagOk(context.Background(), "a", "b")
	var wg sync.WaitGroup
	for range 2 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			audit.TagOk(ctx, "c", "d")
		}()
	}
	wg.Wait()
	audit.SetOk(ctx, "e", "f")
}
