package race

import (
	"testing"

	fetch "example.com/fan_out_with_wait_group_go"
)

var urls = []string{"a", "b", "c"}

func TestRacySizes(t *testing.T) {
	fetch.SizesBad(urls)
}

func TestQuiet(t *testing.T) {
	fetch.SizesOk(urls)
	fetch.AfterWaitOk(urls)
}
