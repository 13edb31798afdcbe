package counts

import "testing"

func TestBad(t *testing.T) {
	seen := map[string]bool{}
	for _, name := range names {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			seen[name] = true // want unguarded-map-write "`seen` is written by several goroutines at once"
		})
	}
}
