package race

import (
	"testing"
	"time"

	scopes "example.com/map_of_each_closure_call"
)

func names() []string {
	return []string{"a", "b", "c"}
}

func TestRacyServe(t *testing.T) {
	scopes.ServeBad(names)
	time.Sleep(10 * time.Millisecond)
}

func TestRacyFill(t *testing.T) {
	scopes.FillBad(names)
	time.Sleep(10 * time.Millisecond)
}

func TestQuiet(t *testing.T) {
	scopes.ServeOk(names)
	time.Sleep(10 * time.Millisecond)
}
