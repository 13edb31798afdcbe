// Package prune gives each goroutine of a loop the entry of its pass.
package prune

import "sync"

func load() (map[string]map[string]int, error) {
	all := make(map[string]map[string]int)
	for _, node := range []string{"a", "b", "c", "d"} {
		all[node] = map[string]int{"x": 1, "y": 2}
	}
	return all, nil
}

// PruneOk has each goroutine take from the map of its own node.
func PruneOk() error {
	all, err := load()
	if err != nil {
		return err
	}
	var wg sync.WaitGroup
	for node, volumes := range all {
		name, own := node, volumes
		wg.Add(1)
		go func() {
			defer wg.Done()
			delete(own, name)
			for volume := range own {
				delete(own, volume)
			}
		}()
	}
	wg.Wait()
	return nil
}

// TwiceBad starts two goroutines in each pass.
func TwiceBad() error {
	all, err := load()
	if err != nil {
		return err
	}
	var wg sync.WaitGroup
	for node, volumes := range all {
		for range 2 {
			wg.Add(1)
			go func() {
				defer wg.Done()
				volumes[node]++ // want unguarded-map-write "`volumes`"
			}()
		}
	}
	wg.Wait()
	return nil
}
