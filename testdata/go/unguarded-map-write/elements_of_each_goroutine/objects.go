// Package objects has one goroutine for each of its objects.
package objects

import "sync"

type object struct {
	name    string
	pending map[string]int
	written map[string]int
	seen    map[string]int
}

func (o *object) commitOk() {
	o.pending = make(map[string]int)
}

func (o *object) writeOk() {
	o.written[o.name]++
}

func (o *object) visitBad() {
	o.seen[o.name]++ // want unguarded-map-write "`o.seen`"
}

func clearOk(texts map[string]any) {
	delete(texts, "key")
}

type State struct {
	objects []*object
	all     map[string]int
}

func New() *State {
	return &State{all: make(map[string]int)}
}

func (s *State) Add(name string) {
	s.objects = append(s.objects, &object{name: name, pending: map[string]int{}, written: map[string]int{}, seen: map[string]int{}})
}

// Commit has the objects commit at once: each goroutine has another one.
func (s *State) Commit() {
	var wg sync.WaitGroup
	for _, o := range s.objects {
		wg.Add(2)
		go func() {
			defer wg.Done()
			o.commitOk()
		}()
		go o.write(&wg)
	}
	wg.Wait()
}

func (o *object) write(wg *sync.WaitGroup) {
	defer wg.Done()
	o.writeOk()
}

// Share gives all of them one map.
func (s *State) Share() {
	for _, o := range s.objects {
		o.seen = s.all
	}
}

func (s *State) Visit() {
	var wg sync.WaitGroup
	for _, o := range s.objects {
		wg.Add(1)
		go func() {
			defer wg.Done()
			o.visitBad()
		}()
	}
	wg.Wait()
}

// Clear has a goroutine for each of the maps that it finds in the request.
func Clear(request map[string]any) {
	inputs, _ := request["inputs"].([]any)
	var wg sync.WaitGroup
	for _, input := range inputs {
		if texts, ok := input.(map[string]any); ok {
			wg.Add(1)
			go func() {
				defer wg.Done()
				clearOk(texts)
			}()
		}
	}
	wg.Wait()
}
