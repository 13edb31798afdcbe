package race

import (
	"io"
	"testing"

	cache "example.com/pipe_read_to_its_end"
)

func TestRacyReader(t *testing.T) {
	l := cache.NewLive()
	for range 50 {
		r := l.ReaderBad()
		l.CountBad("a")
		io.Copy(io.Discard, r)
	}
}

func TestQuiet(t *testing.T) {
	if err := cache.RunOk([]string{"a", "b", "a"}, io.Discard); err != nil {
		t.Fatal(err)
	}
}
