// Package index gives out snapshots of its map, with the objects in it that are still its own.
package index

import (
	"encoding/json"
	"net/http"
	"sync"
)

// A Shard has a lock for its set.
type Shard struct {
	mu   sync.RWMutex
	Keys map[string]int
}

func (s *Shard) Add(key string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.Keys[key]++
}

type Index struct {
	mu     sync.RWMutex
	shards map[string]map[string]*Shard
}

func New() *Index {
	return &Index{shards: map[string]map[string]*Shard{}}
}

func (x *Index) Shard(service, space string) *Shard {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.shards[service] == nil {
		x.shards[service] = map[string]*Shard{}
	}
	if x.shards[service][space] == nil {
		x.shards[service][space] = &Shard{Keys: map[string]int{}}
	}
	return x.shards[service][space]
}

// The maps are new, the shards in them are not.
func (x *Index) snapshot() map[string]map[string]*Shard {
	x.mu.RLock()
	defer x.mu.RUnlock()
	out := make(map[string]map[string]*Shard, len(x.shards))
	for service, spaces := range x.shards {
		out[service] = make(map[string]*Shard, len(spaces))
		for space, shard := range spaces {
			out[service][space] = shard
		}
	}
	return out
}

func (x *Index) DumpBad(w http.ResponseWriter, _ *http.Request) {
	text, _ := json.Marshal(x.snapshot()) // want unguarded-map-read "without `Shard.mu`"
	_, _ = w.Write(text)
}

// The shards are copied, under their locks.
func (x *Index) copies() map[string]map[string]*Shard {
	x.mu.RLock()
	defer x.mu.RUnlock()
	out := make(map[string]map[string]*Shard, len(x.shards))
	for service, spaces := range x.shards {
		out[service] = make(map[string]*Shard, len(spaces))
		for space, shard := range spaces {
			out[service][space] = shard.copy()
		}
	}
	return out
}

func (s *Shard) copy() *Shard {
	s.mu.RLock()
	defer s.mu.RUnlock()
	keys := make(map[string]int, len(s.Keys))
	for key, n := range s.Keys {
		keys[key] = n
	}
	return &Shard{Keys: keys}
}

func (x *Index) DumpOk(w http.ResponseWriter, _ *http.Request) {
	text, _ := json.Marshal(x.copies())
	_, _ = w.Write(text)
}
