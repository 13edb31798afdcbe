// Package zones publishes what it knows as a whole: who loads it reads it with no lock.
package zones

import (
	"maps"
	"sync"
	"sync/atomic"
)

type Info struct {
	Zones map[string][]string
}

type App struct {
	mu    sync.Mutex
	info  atomic.Value
	names atomic.Pointer[map[string]string]
}

func New() *App {
	a := &App{}
	a.info.Store(&Info{Zones: map[string][]string{"a": {"one"}}})
	a.names.Store(&map[string]string{"a": "A"})
	return a
}

func (a *App) FetchBad(zone string) *Info {
	info, ok := a.info.Load().(*Info)
	if ok {
		info.Zones[zone] = []string{"two"} // want shared-map-mutation "part of a value published atomically"
	}
	return info
}

func (a *App) RenameBad(zone, name string) {
	names := *a.names.Load()
	names[zone] = name // want shared-map-mutation "part of a value published atomically"
}

// current is the snapshot of the moment.
func (a *App) current() *Info {
	return a.info.Load().(*Info)
}

func (a *App) ForgetBad(zone string) {
	delete(a.current().Zones, zone) // want shared-map-mutation "part of a value published atomically"
}

func (a *App) FetchOk(zone string) *Info {
	known, ok := a.info.Load().(*Info)
	if !ok {
		return nil
	}
	info := &Info{Zones: maps.Clone(known.Zones)}
	info.Zones[zone] = []string{"two"}
	return info
}

func (a *App) PutOk(zone string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	next := &Info{Zones: map[string][]string{}}
	for known, list := range a.current().Zones {
		next.Zones[known] = list
	}
	next.Zones[zone] = []string{"three"}
	a.info.Store(next)
}

// What is taken out of the cell, nobody loads any more.
func (a *App) SwapOk(zone string) *Info {
	old := a.info.Swap(&Info{Zones: map[string][]string{}}).(*Info)
	old.Zones[zone] = nil
	return old
}

// Only this function knows the cell.
func OwnOk() {
	var own atomic.Value
	own.Store(&Info{Zones: map[string][]string{}})
	own.Load().(*Info).Zones["a"] = nil
}
