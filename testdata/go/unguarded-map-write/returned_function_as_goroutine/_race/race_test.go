package race

import (
	"testing"
	"time"

	worker "example.com/returned_function_as_goroutine"
)

var names = []string{"a", "a", "a", "a", "a", "a", "a", "a"}

// soon waits for goroutines that nobody waits for.
func soon() { time.Sleep(100 * time.Millisecond) }

func TestRacyStart(t *testing.T) {
	worker.New().StartBad(names)
	soon()
}

func TestRacyExpire(t *testing.T) {
	worker.New().ExpireBad(names)
	soon()
}

func TestRacyHook(t *testing.T) {
	hooked := make(chan string, 1)
	hooked <- "a"
	worker.New().HookBad(hooked)
	soon()
}

func TestRacyFinish(t *testing.T) {
	worker.New().FinishBad()()
}

func TestQuiet(t *testing.T) {
	worker.New().LockedOk(names)
	worker.SeenOk(names)
	worker.TallyOk(names)
	soon()
}
