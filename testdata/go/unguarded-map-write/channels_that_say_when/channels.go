// Package channels has maps of which a channel, or the next pass of a loop, says who uses them when.
package channels

// CloseOk fills the map before it closes the channel that the goroutine waits for.
func CloseOk() int {
	m := map[string]int{}
	ready := make(chan struct{})
	sum := make(chan int)
	go func() {
		<-ready
		sum <- m["a"]
	}()
	m["a"] = 1 // noise unguarded-map-write "the goroutine waits until the channel is closed"
	close(ready)
	return <-sum
}

func run(events map[string]int, done chan<- int) {
	events["end"]++
	done <- len(events)
}

// QueueOk has another map in its variable as soon as a goroutine was given one.
func QueueOk(names []string) int {
	done := make(chan int)
	queued := make(map[string]int)
	for _, name := range names {
		queued[name]++ // noise unguarded-map-write "each goroutine is handed a map that its starter lets go of"
		go run(queued, done)
		queued = make(map[string]int)
	}
	sum := 0
	for range names {
		sum += <-done
	}
	return sum
}

// Table is read when it is ready.
type Table struct {
	ready chan struct{}
	rows  map[string]int
}

func NewTable() *Table {
	t := &Table{ready: make(chan struct{}), rows: make(map[string]int)}
	go t.load()
	return t
}

func (t *Table) load() {
	t.rows["a"] = 1 // noise unguarded-map-write "who reads has waited for the channel that is closed after this"
	close(t.ready)
}

func (t *Table) GetOk() int {
	<-t.ready
	return t.rows["a"]
}
