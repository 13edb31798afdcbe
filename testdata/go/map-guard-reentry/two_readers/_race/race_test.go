package race

import (
	"testing"
	"time"

	names "example.com/two_readers"
)

func TestHangWriterBetween(t *testing.T) {
	n := names.New()
	n.SetOk("a")
	n.BothBad("a", "b", func() {
		go n.SetOk("c")
		time.Sleep(200 * time.Millisecond)
	})
}

func TestQuiet(t *testing.T) {
	n := names.New()
	n.SetOk("a")
	n.BothBad("a", "b", func() {})
}
