package race

import (
	"testing"

	metrics "example.com/methods_called_through_one_interface"
)

func TestQuiet(t *testing.T) {
	b := metrics.NewBuilder()
	b.Start()
	b.Build([]string{"a", "b"})
	b.Build([]string{"c"})
}
