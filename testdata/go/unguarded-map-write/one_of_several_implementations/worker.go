// Package worker gets to package variables through interfaces.
package worker

type step interface {
	work(key string) int
}

var done = make(map[string]bool)

type marker struct{}

func (marker) work(key string) int {
	done[key] = true // want unguarded-map-write "`done`"
	return len(key)
}

type sleeper struct{}

func (sleeper) work(key string) int {
	return len(key)
}

func StartBad(key string, quick bool) (finished chan int, isDone bool) {
	var next step = sleeper{}
	if quick {
		next = marker{}
	}
	finished = make(chan int)
	go run(next, key, finished)
	return finished, done[key]
}

func run(next step, key string, finished chan int) {
	finished <- next.work(key)
}

type registry interface {
	register(key string, value int)
	value(key string) int
}

type table struct {
	values map[string]int
}

func (t *table) register(key string, value int) {
	if t.values == nil {
		t.values = make(map[string]int)
	}
	t.values[key] = value
}

func (t *table) value(key string) int {
	return t.values[key]
}

var known registry = &table{}

func init() {
	known.register("a", 1)
}

func LookUpOk(keys []string) int {
	found := make(chan int)
	for _, key := range keys {
		go look(key, found)
	}
	sum := 0
	for range keys {
		sum += <-found
	}
	return sum
}

func look(key string, found chan int) {
	found <- known.value(key)
}
