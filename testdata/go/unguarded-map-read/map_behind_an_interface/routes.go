// Package routes keeps in one table what sends by itself and what sends through one of several.
package routes

import "sync"

type Sender interface {
	Send(text string) int
}

type Line struct{ sent int }

func (l *Line) Send(text string) int { return len(text) }

// several is a Sender that is a map.
type several map[*Line]int

func (s several) Send(text string) int {
	for line := range s { // want unguarded-map-read "`Table.mu`"
		return line.Send(text)
	}
	return 0
}

// pair is another that is none.
type pair [2]*Line

func (p *pair) Send(text string) int { return p[0].Send(text) + p[1].Send(text) }

type Table struct {
	mu    sync.Mutex
	lines map[string]Sender
}

func New(name string) *Table {
	return &Table{lines: map[string]Sender{name: several{&Line{}: 1}}}
}

func (t *Table) AddOk(name string, line *Line) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if known, ok := t.lines[name].(several); ok {
		known[line] = len(known)
		return
	}
	t.lines[name] = several{line: 1}
}

func (t *Table) SendBad(name, text string) int {
	t.mu.Lock()
	sender := t.lines[name]
	t.mu.Unlock()
	if sender == nil {
		return 0
	}
	return sender.Send(text)
}

// Fixed sends under the lock.
type Fixed struct {
	mu    sync.Mutex
	lines map[string]Asker
}

type Asker interface {
	Ask(text string) int
}

type group map[*Line]int

func (g group) Ask(text string) int {
	for line := range g {
		return line.Send(text)
	}
	return 0
}

func (f *Fixed) AddOk(name string, line *Line) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if known, ok := f.lines[name].(group); ok {
		known[line] = len(known)
		return
	}
	f.lines[name] = group{line: 1}
}

func (f *Fixed) AskOk(name, text string) int {
	f.mu.Lock()
	defer f.mu.Unlock()
	if asker := f.lines[name]; asker != nil {
		return asker.Ask(text)
	}
	return 0
}

func NewFixed(name string) *Fixed {
	return &Fixed{lines: map[string]Asker{name: group{&Line{}: 1}}}
}

// A Config is one of several: which of them an object was given is not seen.
type Config interface {
	Set(name, value string)
}

type simple map[string]string

func (s simple) Set(name, value string) {
	s[name] = value
}

type file struct {
	mu    sync.Mutex
	lines []string
}

func (f *file) Set(name, value string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.lines = append(f.lines, name+"="+value)
}

type Remote struct {
	mu     sync.Mutex
	config Config
	keys   int
}

func NewRemote(config Config) *Remote {
	return &Remote{config: config}
}

// NewFile is given a file.
func NewFile() *Remote {
	return NewRemote(&file{})
}

// SaveOk says nothing of the config that is a map.
func (r *Remote) SaveOk(name string) {
	r.config.Set(name, "hash")
}

// KeepOk has the config under a lock of the remote.
func (r *Remote) KeepOk(name string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.keys++
	r.config.Set(name, "key")
}
