package race

import (
	"sync"
	"testing"

	config "example.com/struct_copy"
)

func base() *config.Config {
	return &config.Config{
		Meta: config.Meta{Labels: map[string]string{"a": "b"}},
		Env:  map[string]string{"a": "b"},
	}
}

func twice(run func()) {
	var wg sync.WaitGroup
	for range 2 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			run()
		}()
	}
	wg.Wait()
}

func TestRacyVariant(t *testing.T) {
	shared := base()
	twice(func() { config.VariantBad(shared, "one") })
}

func TestRacyLabels(t *testing.T) {
	shared := base()
	twice(func() { config.LabelsBad(shared) })
}

func TestRacyLazy(t *testing.T) {
	shared := base()
	twice(func() { config.LazyBad(shared) })
}

func TestRacyNew(t *testing.T) {
	shared := base()
	twice(func() { config.NewBad(shared) })
}

func TestRacyLiteral(t *testing.T) {
	shared := base()
	twice(func() { config.LiteralBad(shared) })
}

func TestRacyFromDefaults(t *testing.T) {
	twice(func() { config.FromDefaultsBad("fast") })
}

func TestQuiet(t *testing.T) {
	shared := base()
	twice(func() {
		config.CloneOk(shared, "one")
		config.CloneIfAnyOk(shared)
		config.CloneInsideOk(shared)
		config.DeepCopyOk(shared)
		config.OwnOk()
	})
	config.SetOk(shared)
}
