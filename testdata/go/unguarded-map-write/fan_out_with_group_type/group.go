// Package group starts goroutines through a type of its own, as errgroup does.
package group

import "sync"

type group struct {
	wg   sync.WaitGroup
	once sync.Once
	err  error
}

func (g *group) Go(f func() error) {
	g.wg.Add(1)
	go func() {
		defer g.wg.Done()
		if err := f(); err != nil {
			g.once.Do(func() { g.err = err })
		}
	}()
}

func (g *group) Wait() error {
	g.wg.Wait()
	return g.err
}

func SizesBad(urls []string) (map[string]int, error) {
	sizes := make(map[string]int, len(urls))
	var g group
	for _, url := range urls {
		g.Go(func() error {
			sizes[url] = len(url) // want unguarded-map-write "`sizes`"
			return nil
		})
	}
	err := g.Wait()
	return sizes, err
}

func SizesOk(urls []string) (map[string]int, error) {
	sizes := make(map[string]int, len(urls))
	var mu sync.Mutex
	var g group
	for _, url := range urls {
		g.Go(func() error {
			mu.Lock()
			defer mu.Unlock()
			sizes[url] = len(url) // fact locks "mu"
			return nil
		})
	}
	err := g.Wait()
	return sizes, err
}

func AfterWaitOk() map[string]int {
	sizes := make(map[string]int)
	var g group
	g.Go(func() error {
		sizes["child"] = 1
		return nil
	})
	if g.Wait() != nil {
		return nil
	}
	sizes["parent"] = 2
	return sizes
}
