package race

import (
	"testing"

	tasks "example.com/lent_to_a_task"
)

func TestRacySize(t *testing.T) {
	s := tasks.NewService()
	done := make(chan struct{})
	go func() {
		tasks.Start(s, []string{"a", "b", "c"})
		close(done)
	}()
	for {
		s.SizeBad()
		select {
		case <-done:
			return
		default:
		}
	}
}

func TestQuiet(t *testing.T) {
	tasks.Start(tasks.NewService(), []string{"a", "b"})
}

func TestRacySync(t *testing.T) {
	c := tasks.NewClient()
	for range 100 {
		c.Run("a")
	}
}
