// Package store promises for all maps of a type, and for all variables of a group.
package store

import "sync"

// CONCURRENCY_SAFE: true guarded_by=mu
type Store struct {
	mu      sync.RWMutex
	users   map[string]int
	byGroup map[string]map[string]bool
	// CONCURRENCY_SAFE: true init_only
	roles map[string]int
	size  int
}

func New() *Store {
	return &Store{users: make(map[string]int), byGroup: make(map[string]map[string]bool), roles: map[string]int{"a": 1}}
}

func (s *Store) AddOk(user, group string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.users[user]++
	if s.byGroup[group] == nil {
		s.byGroup[group] = make(map[string]bool)
	}
	s.byGroup[group][user] = true
}

func (s *Store) InGroupOk(user, group string) bool {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.byGroup[group][user]
}

func (s *Store) RoleOk(user string) int {
	return s.roles[user]
}

func (s *Store) ForgetUnderReadLockBad(user string) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	delete(s.users, user) // want broken-concurrency-contract "`s.mu` is held for reading only" want write-under-read-lock "`s.users`"
}

func (s *Store) LeaveBad(user, group string) {
	delete(s.byGroup[group], user) // want broken-concurrency-contract "`s.mu` is not held" want unguarded-map-write "`s.byGroup" want unguarded-map-read "`s.byGroup"
}

// Names is a map type; each map of it is promised to stay on one goroutine.
// CONCURRENCY_SAFE: false
type Names map[string]int

func CountBad(words []string) Names {
	names := Names{}
	var wg sync.WaitGroup
	for _, word := range words {
		wg.Add(1)
		go func() {
			defer wg.Done()
			names[word]++ // want broken-concurrency-contract "`names`" want unguarded-map-write "`names`"
		}()
	}
	wg.Wait()
	return names
}

func CountOk(words []string) Names {
	names := Names{}
	for _, word := range words {
		names[word]++
	}
	return names
}

var guard sync.Mutex

// CONCURRENCY_SAFE: true guarded_by=guard
var (
	hits   = make(map[string]int)
	misses = make(map[string]int)
)

func HitOk(name string) {
	guard.Lock()
	defer guard.Unlock()
	hits[name]++
	misses[name]--
}

func MissBad(name string) {
	misses[name]++ // want broken-concurrency-contract "`guard` is not held" want unguarded-map-write "`misses`"
}
