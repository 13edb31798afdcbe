// Package shards has objects that share a map, and the mutex of who made them.
package shards

import "sync"

type Indexer struct {
	shard int
	mu    *sync.Mutex
	owner map[string]int
}

func newIndexer(shard int, mu *sync.Mutex, owner map[string]int) *Indexer {
	return &Indexer{shard: shard, mu: mu, owner: owner}
}

// AddOk has the mutex that `MakeOk` made for all its indexers.
func (i *Indexer) AddOk(word string) {
	if i.mu != nil {
		i.mu.Lock()
		if _, taken := i.owner[word]; !taken {
			i.owner[word] = i.shard
		}
		i.mu.Unlock()
	}
}

func MakeOk() []*Indexer {
	var mu sync.Mutex
	owner := make(map[string]int)
	var all []*Indexer
	for shard := range 4 {
		all = append(all, newIndexer(shard, &mu, owner))
	}
	return all
}

// CountBad has a mutex in each goroutine.
func CountBad(words []string) int {
	counts := make(map[string]int)
	var wg sync.WaitGroup
	for range 4 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			var mu sync.Mutex
			mu.Lock()
			defer mu.Unlock()
			for _, word := range words {
				counts[word]++ // want mismatched-map-guard "`counts`"
			}
		}()
	}
	wg.Wait()
	return len(counts)
}
