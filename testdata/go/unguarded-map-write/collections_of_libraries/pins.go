// Package pins keeps collections of which only the methods are seen.
package pins

import (
	"sync"

	cid "github.com/ipfs/go-cid"
)

type Pins struct {
	mu     sync.RWMutex
	direct *cid.Set
}

func New() *Pins {
	return &Pins{direct: cid.NewSet()}
}

func (p *Pins) PinOk(c cid.Cid) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.direct.Add(c)
}

func (p *Pins) IsPinnedOk(c cid.Cid) bool {
	p.mu.RLock()
	defer p.mu.RUnlock()
	return p.direct.Has(c)
}

func (p *Pins) KeysBad() []cid.Cid {
	return p.direct.Keys() // want unguarded-map-read "`p.direct`"
}

func (p *Pins) PinSharedBad(c cid.Cid) {
	p.mu.RLock()
	defer p.mu.RUnlock()
	p.direct.Add(c) // want write-under-read-lock "`p.direct`"
}

// VisitedOk has a set of its own.
func VisitedOk(all []cid.Cid) int {
	visited := cid.NewSet()
	for _, c := range all {
		visited.Add(c)
	}
	return len(visited.Keys())
}
