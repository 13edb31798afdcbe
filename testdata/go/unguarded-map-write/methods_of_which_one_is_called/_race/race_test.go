package race

import (
	"testing"
	"time"

	report "example.com/methods_of_which_one_is_called"
	"example.com/methods_of_which_one_is_called/both"
)

func TestRacyBoth(t *testing.T) {
	names := make(chan string)
	both.Start(names)
	for range 100 {
		names <- "a"
		time.Sleep(10 * time.Microsecond)
	}
	close(names)
	time.Sleep(10 * time.Millisecond)
}

func TestRacyRunAndStats(t *testing.T) {
	r := report.New()
	total, counts := r.Run(), r.Stats()
	for range 100 {
		r.Results() <- "a"
		time.Sleep(10 * time.Microsecond)
	}
	close(r.Results())
	<-total
	<-counts
}

func TestQuiet(t *testing.T) {
	names := []string{"a", "b", "a"}
	report.Total(names)
	report.Count(names)
	report.NewWeighted().Run()
}
