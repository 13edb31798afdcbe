// Package accounts leaves its lock held on some paths, and gives it back on all paths of others.
package accounts

import (
	"errors"
	"os"
	"sync"
)

var errLow = errors.New("not enough")

type Accounts struct {
	mu      sync.Mutex
	balance map[string]int
}

func New() *Accounts {
	return &Accounts{balance: map[string]int{"a": 1}}
}

func (a *Accounts) ReturnBad(name string, amount int) error {
	a.mu.Lock()
	if a.balance[name] < amount {
		return errLow // want unreleased-map-lock "this return leaves `a.mu` locked"
	}
	a.balance[name] -= amount
	a.mu.Unlock()
	return nil
}

func (a *Accounts) ContinueBad(names []string) {
	for _, name := range names {
		a.mu.Lock()
		if a.balance[name] == 0 {
			continue // want unreleased-map-lock "this continue leaves `a.mu` locked"
		}
		a.balance[name]--
		a.mu.Unlock()
	}
}

func (a *Accounts) BreakBad(names []string) {
	for _, name := range names {
		a.mu.Lock()
		if a.balance[name] == 0 {
			break // want unreleased-map-lock "this break leaves `a.mu` locked"
		}
		a.balance[name]--
		a.mu.Unlock()
	}
	a.NoteOk()
}

// NoteOk does nothing.
func (a *Accounts) NoteOk() {}

func (a *Accounts) LockForUnlockBad(name string) {
	a.mu.Lock()
	a.balance[name]++
	a.mu.Lock() // want unreleased-map-lock "once more where it was to be given back"
}

func (a *Accounts) DeferInLoopBad(names []string) {
	for _, name := range names {
		a.mu.Lock() // want unreleased-map-lock "a pass of this loop ends with `a.mu` locked"
		defer a.mu.Unlock()
		a.balance[name]++
	}
}

func (a *Accounts) GoroutineBad(name string, done chan<- bool) {
	go func() {
		defer close(done)
		a.mu.Lock()
		if a.balance[name] == 0 {
			return // want unreleased-map-lock "this return leaves `a.mu` locked"
		}
		a.balance[name]--
		a.mu.Unlock()
	}()
}

func (a *Accounts) SwitchBad(name string, by int) int {
	a.mu.Lock()
	switch {
	case by > 0:
		a.balance[name] += by
		a.mu.Unlock()
	case by < 0:
		a.mu.Unlock()
	default:
		return 0 // want unreleased-map-lock "this return leaves `a.mu` locked"
	}
	return by
}

func (a *Accounts) DeferOk(name string, amount int) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.balance[name] < amount {
		return errLow
	}
	a.balance[name] -= amount
	return nil
}

func (a *Accounts) DeferredClosureOk(name string) error {
	a.mu.Lock()
	defer func() {
		a.balance[name]++
		a.mu.Unlock()
	}()
	if a.balance[name] == 0 {
		return errLow
	}
	return nil
}

func (a *Accounts) EachPathOk(name string, amount int) error {
	a.mu.Lock()
	if a.balance[name] < amount {
		a.mu.Unlock()
		return errLow
	}
	a.balance[name] -= amount
	a.mu.Unlock()
	return nil
}

func (a *Accounts) PanicOk(name string) int {
	a.mu.Lock()
	if a.balance == nil {
		panic("no accounts")
	}
	if name == "" {
		os.Exit(1)
	}
	n := a.balance[name]
	a.mu.Unlock()
	return n
}

func (a *Accounts) FlagOk(name string, lock bool) int {
	if lock {
		a.mu.Lock()
	}
	n := a.balance[name]
	if lock {
		a.mu.Unlock()
	}
	return n
}

func (a *Accounts) LoopOk(names []string) {
	a.mu.Lock()
	for _, name := range names {
		if a.balance[name] == 0 {
			a.mu.Unlock()
			a.NoteOk()
			a.mu.Lock()
			continue
		}
		a.balance[name]--
	}
	a.mu.Unlock()
}

func (a *Accounts) FoundOk(names []string) string {
	found := ""
	for _, name := range names {
		a.mu.Lock()
		if a.balance[name] > 0 {
			found = name
			break
		}
		a.mu.Unlock()
	}
	if found == "" {
		return ""
	}
	a.balance[found]-- // noise unguarded-map-write "a lock that is held where a name was found is not known"
	a.mu.Unlock()
	return found
}

func (a *Accounts) LoopWithExitOk(name string) {
	for {
		a.mu.Lock()
		if a.balance[name] > 0 {
			break
		}
		a.mu.Unlock()
		a.DepositOk(name)
	}
	a.balance[name]--
	a.mu.Unlock()
}

func (a *Accounts) DepositOk(name string) {
	a.mu.Lock()
	a.balance[name]++
	a.mu.Unlock()
}

func (a *Accounts) LockedClosureOk(name string) int {
	lock := func() { a.mu.Lock() }
	unlock := a.mu.Unlock
	lock()
	defer unlock()
	return a.balance[name]
}
