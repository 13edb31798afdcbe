package race

import (
	"testing"
	"time"

	store "example.com/object_kept_in_a_field"
)

func TestRacyPut(t *testing.T) {
	s := store.New()
	defer s.Close()
	for range 200 {
		s.Put("a")
		time.Sleep(10 * time.Microsecond)
	}
}

func TestRacyListen(t *testing.T) {
	h := store.NewHub()
	for range 200 {
		h.Listen("a", "b")
	}
}

func TestQuiet(t *testing.T) {
	in := make(chan string)
	store.NewReader(in)
	w := store.NewWriter()
	for range 20 {
		in <- "a"
		w.Write("a")
	}
	close(in)
}
