package race

import (
	"testing"

	consumer "example.com/map_that_is_handed_on"
)

func TestHangConsume(t *testing.T) {
	consumer.New(nil).ConsumeBad()
}

func TestQuiet(t *testing.T) {
	consumer.New(map[string]string{"a": "b"}).ConsumeOk()
}
