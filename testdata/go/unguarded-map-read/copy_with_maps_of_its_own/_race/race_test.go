package race

import (
	"strconv"
	"testing"
	"time"

	report "example.com/copy_with_maps_of_its_own"
)

var servers = func() (names []string) {
	for at := range 2000 {
		names = append(names, strconv.Itoa(at))
	}
	return names
}()

func TestRacyErrors(t *testing.T) {
	for range 20 {
		report.ErrorsBad(servers)
	}
	time.Sleep(10 * time.Millisecond)
}

func TestQuiet(t *testing.T) {
	for range 20 {
		report.SlowestOk(servers)
	}
}
