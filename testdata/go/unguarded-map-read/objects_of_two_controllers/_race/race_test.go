package race

import (
	"testing"
	"time"

	agent "example.com/objects_of_two_controllers"
)

func TestQuiet(t *testing.T) {
	if err := agent.Run([]string{"a", "b"}); err != nil {
		t.Fatal(err)
	}
	time.Sleep(20 * time.Millisecond)
}
