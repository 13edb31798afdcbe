package race

import (
	"testing"

	group "example.com/fan_out_with_group_type"
)

var urls = []string{"a", "b", "c"}

func TestRacySizes(t *testing.T) {
	group.SizesBad(urls)
}

func TestQuiet(t *testing.T) {
	group.SizesOk(urls)
	group.AfterWaitOk()
}
