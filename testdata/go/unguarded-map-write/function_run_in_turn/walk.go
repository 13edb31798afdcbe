// Package walk lists folders on several goroutines, and hands on what they find one at a time.
package walk

import "sync"

type visit func(name string) error

func walkInTurn(names []string, fn visit) error {
	var (
		wg  sync.WaitGroup
		mu  sync.Mutex
		err error
	)
	in := make(chan string)
	for range 3 {
		wg.Go(func() {
			for name := range in {
				mu.Lock()
				if failed := fn(name); failed != nil {
					err = failed
				}
				mu.Unlock()
			}
		})
	}
	for _, name := range names {
		in <- name
	}
	close(in)
	wg.Wait()
	return err
}

func walkAtOnce(names []string, fn visit) {
	var wg sync.WaitGroup
	for _, name := range names {
		wg.Go(func() {
			var mu sync.Mutex
			mu.Lock()
			defer mu.Unlock()
			fn(name)
		})
	}
	wg.Wait()
}

func list(names []string, fn visit) error {
	return walkInTurn(names, func(name string) error {
		return fn("/" + name)
	})
}

// SizesOk is filled by one at a time, and read when all is done.
func SizesOk(names []string) (map[string]int, int) {
	sizes := make(map[string]int)
	walkInTurn(names, func(name string) error {
		sizes[name] = len(name)
		return nil
	})
	return sizes, len(sizes)
}

// DirsOk is the same, through a function between.
func DirsOk(names []string) map[string]int {
	dirs := make(map[string]int)
	list(names, func(name string) error {
		dirs[name]++
		return nil
	})
	for name := range dirs {
		delete(dirs, name)
	}
	return dirs
}

// SizesBad has a mutex a goroutine: it keeps nobody out.
func SizesBad(names []string) map[string]int {
	sizes := make(map[string]int)
	walkAtOnce(names, func(name string) error {
		sizes[name] = len(name) // want unguarded-map-write "`sizes`"
		return nil
	})
	return sizes
}

// BothBad walks twice at once: each walk has a mutex of its own.
func BothBad(names []string) map[string]int {
	sizes := make(map[string]int)
	done := make(chan struct{})
	go func() {
		walkInTurn(names, func(name string) error {
			sizes[name]++ // want unguarded-map-write "`sizes`"
			return nil
		})
		close(done)
	}()
	walkInTurn(names, func(name string) error {
		sizes[name]--
		return nil
	})
	<-done
	return sizes
}
