// Package accounts locks an object that is one of several, and all objects of a list.
package accounts

import "sync"

type Account struct {
	mu     sync.Mutex
	limits map[string]int
}

type Server struct {
	mu     sync.Mutex
	global *Account
	named  map[string]*Account
}

func New() *Server {
	return &Server{global: &Account{limits: make(map[string]int)}, named: make(map[string]*Account)}
}

func (s *Server) SetOk(name string, limit int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var a *Account
	if name == "" {
		a = s.global
	} else {
		a = s.named[name]
	}
	if a == nil {
		return
	}
	a.mu.Lock()
	a.set(limit)
	a.mu.Unlock()
}

// set is called with the account's lock held.
func (a *Account) set(limit int) {
	a.limits["all"] = limit // fact locks "a.mu, Server.mu"
}

func (a *Account) GetOk() int {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.limits["all"]
}

func (a *Account) ResetBad() {
	a.limits["all"] = 0 // want unguarded-map-write "`a.limits`"
}

func (s *Server) GlobalOk() *Account {
	return s.global
}

func AllOk(accounts ...*Account) int {
	for _, account := range accounts {
		account.mu.Lock()
	}
	defer func() {
		for _, account := range accounts {
			account.mu.Unlock()
		}
	}()
	sum := 0
	for i := range accounts {
		sum += accounts[i].limits["all"] // fact locks "accounts[…].mu"
	}
	return sum
}
