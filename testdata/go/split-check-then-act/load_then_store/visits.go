// Package visits loads from a sync.Map and stores by what it saw, in one step or in two.
package visits

import "sync"

type Visits struct {
	m  sync.Map
	mu sync.Mutex
	n  sync.Map
}

type page struct {
	mu    sync.Mutex
	views int
}

func (v *Visits) PageBad(k string) *page {
	if p, ok := v.m.Load(k); ok {
		return p.(*page)
	}
	p := &page{}
	v.m.Store(k, p) // want split-check-then-act "`v.m"
	return p
}

func (v *Visits) OpenBad(k string) {
	_, open := v.m.Load(k)
	if !open {
		v.m.Store(k, &page{}) // want split-check-then-act "`v.m"
	}
}

func (v *Visits) CountBad(k string) {
	old, _ := v.m.Load(k)
	n, _ := old.(int)
	v.m.Store(k, n+1) // want split-check-then-act "`v.m"
}

func (v *Visits) PageOk(k string) *page {
	if p, ok := v.m.Load(k); ok {
		return p.(*page)
	}
	p, _ := v.m.LoadOrStore(k, &page{})
	return p.(*page)
}

func (v *Visits) CountOk(k string) {
	for {
		old, ok := v.m.Load(k)
		if !ok {
			if _, loaded := v.m.LoadOrStore(k, 1); !loaded {
				return
			}
			continue
		}
		n, _ := old.(int)
		if v.m.CompareAndSwap(k, old, n+1) {
			return
		}
	}
}

func (v *Visits) OtherKeyOk(from, to string) {
	if p, ok := v.m.Load(from); ok {
		v.m.Store(to, p)
	}
}

func (v *Visits) OtherMapOk(k string, to *sync.Map) {
	if p, ok := v.m.Load(k); ok {
		to.Store(k, p)
	}
}

func (v *Visits) StoreThenLoadOk(k string) bool {
	v.m.Store(k, 1)
	_, ok := v.m.Load(k)
	return ok
}

func (v *Visits) UnderLockOk(k string) {
	v.mu.Lock()
	defer v.mu.Unlock()
	old, _ := v.n.Load(k)
	n, _ := old.(int)
	v.n.Store(k, n+1)
}

type warmer struct{}

// warmOk fills somebody else's map, and nobody is seen to do so twice at once.
func (w *warmer) warmOk(v *Visits, k string) {
	if _, ok := v.m.Load(k); !ok {
		v.m.Store(k, &page{})
	}
}

func Warm(v *Visits, keys []string) {
	w := &warmer{}
	for _, k := range keys {
		w.warmOk(v, k)
	}
}
