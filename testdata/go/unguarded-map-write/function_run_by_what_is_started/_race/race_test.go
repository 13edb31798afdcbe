package race

import (
	"testing"
	"time"

	walk "example.com/function_run_by_what_is_started"
)

func TestRacyLibrary(t *testing.T) {
	walk.LibraryBad(".")
}

func TestRacyOwnFunction(t *testing.T) {
	walk.OwnFunctionBad("a")
}

func TestRacyMethod(t *testing.T) {
	walk.MethodBad()
	// Nobody waits for the goroutine: let it run before the test ends.
	time.Sleep(200 * time.Millisecond)
}

func TestQuiet(t *testing.T) {
	walk.WaitedForOk("a")
	walk.DoneSignalOk("a")
}
