// Package settings hands maps to libraries that write them out, and gets some from goroutines that are
// done.
package settings

import (
	"io"
	"sync"

	"gopkg.in/yaml.v3"
)

type Settings struct {
	mu     sync.Mutex
	values map[string]string
}

func New() *Settings {
	return &Settings{values: make(map[string]string)}
}

func (s *Settings) SetOk(k, v string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.values[k] = v
}

func (s *Settings) TextOk() ([]byte, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return yaml.Marshal(s.values)
}

func (s *Settings) TextBad() ([]byte, error) {
	return yaml.Marshal(s.values) // want unguarded-map-read "`s.values`"
}

func (s *Settings) WriteBad(w io.Writer) error {
	return yaml.NewEncoder(w).Encode(s.values) // want unguarded-map-read "`s.values`"
}

type Cluster struct {
	Members map[string]int
}

// collect is done with its goroutines, and so with its lock, when it returns.
func collect(names []string) (Cluster, error) {
	cluster := Cluster{Members: make(map[string]int)}
	var mu sync.Mutex
	var wg sync.WaitGroup
	for _, name := range names {
		wg.Add(1)
		go func() {
			defer wg.Done()
			mu.Lock()
			defer mu.Unlock()
			cluster.Members[name] = len(name)
		}()
	}
	wg.Wait()
	return cluster, nil
}

func WriteClusterOk(w io.Writer, names []string) error {
	cluster, err := collect(names)
	if err != nil {
		return err
	}
	return yaml.NewEncoder(w).Encode(cluster)
}
