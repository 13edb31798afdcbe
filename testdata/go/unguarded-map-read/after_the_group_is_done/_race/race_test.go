package race

import (
	"testing"

	server "example.com/after_the_group_is_done"
)

func TestRacyCount(t *testing.T) {
	s := server.New()
	s.Start()
	go s.StopOk()
	s.CountBad()
}

func TestRacyNews(t *testing.T) {
	s := server.New()
	s.Start()
	s.NewsBad()
}

func TestQuiet(t *testing.T) {
	s := server.New()
	s.Start()
	s.SeenOk()
	s.StopOk()
}
