// Package index has objects with maps in a map: the lock of the outer guards the inner ones, too.
package index

import "sync"

type series struct {
	shards map[int]bool
}

// reset is called under the lock of the index, which has no name here.
func (s *series) reset() {
	s.shards = map[int]bool{}
}

type Index struct {
	mu     sync.RWMutex
	series map[string]*series
}

func New() *Index {
	return &Index{series: map[string]*series{"a": {shards: map[int]bool{}}}}
}

func (i *Index) ResetOk() {
	i.mu.Lock()
	defer i.mu.Unlock()
	for _, s := range i.series {
		s.reset()
	}
}

func (i *Index) AddBad(name string, shard int) {
	i.mu.RLock()
	defer i.mu.RUnlock()
	if s := i.series[name]; s != nil && !s.shards[shard] {
		s.shards[shard] = true // want write-under-read-lock "`i.mu`"
	}
}

func (i *Index) HasOk(name string, shard int) bool {
	i.mu.RLock()
	defer i.mu.RUnlock()
	s := i.series[name]
	return s != nil && s.shards[shard]
}
