// Package counts guards maps with semaphores, so that waiting for them can be cancelled.
package counts

import (
	"context"
	"sync"

	"golang.org/x/sync/semaphore"
)

type Counts struct {
	one    *semaphore.Weighted
	byName map[string]int
}

func New() *Counts {
	return &Counts{one: semaphore.NewWeighted(1), byName: make(map[string]int)}
}

// AddOk has the one permit that there is.
func (c *Counts) AddOk(ctx context.Context, name string) error {
	if err := c.one.Acquire(ctx, 1); err != nil {
		return err
	}
	defer c.one.Release(1)
	c.byName[name]++
	return nil
}

// TryOk leaves it when somebody else has the permit.
func (c *Counts) TryOk(name string) {
	if !c.one.TryAcquire(1) {
		return
	}
	c.byName[name]++
	c.one.Release(1)
}

func (c *Counts) lock(ctx context.Context) { _ = c.one.Acquire(ctx, 1) }

func (c *Counts) unlock() { c.one.Release(1) }

// DropOk takes it by way of helpers.
func (c *Counts) DropOk(ctx context.Context, name string) {
	c.lock(ctx)
	defer c.unlock()
	delete(c.byName, name)
}

func AllOk(ctx context.Context, names []string) {
	c := New()
	var wg sync.WaitGroup
	for _, name := range names {
		wg.Add(1)
		go func() {
			defer wg.Done()
			_ = c.AddOk(ctx, name)
			c.TryOk(name)
			c.DropOk(ctx, name)
		}()
	}
	wg.Wait()
}

type Jobs struct {
	few  *semaphore.Weighted
	done map[string]bool
}

func NewJobs() *Jobs {
	return &Jobs{few: semaphore.NewWeighted(4), done: make(map[string]bool)}
}

// RunBad limits how many run at once: four.
func (j *Jobs) RunBad(ctx context.Context, names []string) {
	var wg sync.WaitGroup
	for _, name := range names {
		wg.Add(1)
		go func() {
			defer wg.Done()
			if j.few.Acquire(ctx, 1) != nil {
				return
			}
			defer j.few.Release(1)
			j.done[name] = true // want unguarded-map-write "`j.done` is written"
		}()
	}
	wg.Wait()
}
