// Package stages hands functions to goroutines: one that calls it again and again, and many.
package stages

import "sync"

func eachOk(in <-chan string, do func(string)) <-chan struct{} {
	done := make(chan struct{})
	go func() {
		defer close(done)
		for line := range in {
			do(line)
		}
	}()
	return done
}

func eachBad(in <-chan string, do func(string)) <-chan struct{} {
	done := make(chan struct{})
	go func() {
		defer close(done)
		var wg sync.WaitGroup
		for line := range in {
			wg.Add(1)
			go func() {
				defer wg.Done()
				do(line)
			}()
		}
		wg.Wait()
	}()
	return done
}

type Stage struct {
	parts map[string]int
}

func New() *Stage {
	return &Stage{parts: make(map[string]int)}
}

func (s *Stage) RunOk(in <-chan string) <-chan struct{} {
	return eachOk(in, func(line string) {
		if len(s.parts) > 9 {
			s.parts = make(map[string]int)
		}
		s.parts[line]++
	})
}

type Other struct {
	parts map[string]int
}

func NewOther() *Other {
	return &Other{parts: make(map[string]int)}
}

func (o *Other) RunBad(in <-chan string) <-chan struct{} {
	return eachBad(in, func(line string) {
		o.parts[line]++ // want unguarded-map-write "`o.parts`"
	})
}
