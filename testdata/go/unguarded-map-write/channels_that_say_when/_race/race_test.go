package race

import (
	"sync"
	"testing"

	channels "example.com/channels_that_say_when"
)

func TestQuiet(t *testing.T) {
	for range 100 {
		channels.CloseOk()
		channels.QueueOk([]string{"a", "b", "c"})
		table := channels.NewTable()
		var wg sync.WaitGroup
		for range 3 {
			wg.Add(1)
			go func() { defer wg.Done(); table.GetOk() }()
		}
		wg.Wait()
	}
}
