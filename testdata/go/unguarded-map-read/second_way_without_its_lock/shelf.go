// Package shelf reads a map without its lock on two ways, of which the first meets nobody: they part at the last call, or before.
package shelf

import "sync"

type Shelf struct {
	mu    sync.Mutex
	books map[string]int
}

func (s *Shelf) countBad() int {
	return len(s.books) // want unguarded-map-read "`s.books`"
}

// prepare is done before anybody else has the shelf.
func (s *Shelf) prepare() int {
	return s.countBad()
}

func (s *Shelf) look() int {
	return s.countBad()
}

func (s *Shelf) put(name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.books[name]++
}

func New() *Shelf {
	return &Shelf{books: make(map[string]int)}
}

// Open fills a shelf while somebody looks.
func Open(s *Shelf, names []string) {
	if s.prepare() > 0 {
		return
	}
	var wg sync.WaitGroup
	wg.Add(2)
	go func() {
		defer wg.Done()
		for _, name := range names {
			s.put(name)
		}
	}()
	go func() {
		defer wg.Done()
		s.look()
	}()
	wg.Wait()
}

type rack struct {
	mu    sync.Mutex
	books map[string]int
}

func (r *rack) countOk() int {
	return len(r.books)
}

func (r *rack) prepare() int {
	return r.countOk()
}

func (r *rack) look() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.countOk()
}

func (r *rack) put(name string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.books[name]++
}

// OpenRack does the same with every look under the lock.
func OpenRack(names []string) {
	r := &rack{books: make(map[string]int)}
	if r.prepare() > 0 {
		return
	}
	var wg sync.WaitGroup
	wg.Add(2)
	go func() {
		defer wg.Done()
		for _, name := range names {
			r.put(name)
		}
	}()
	go func() {
		defer wg.Done()
		r.look()
	}()
	wg.Wait()
}

// Loans are counted by way of one more call, before anybody else has them and beside who changes them.
type Loans struct {
	mu    sync.Mutex
	books map[string]int
}

func (l *Loans) sizeBad() int {
	return len(l.books) // want unguarded-map-read "`l.books`"
}

func (l *Loans) count() int {
	return l.sizeBad()
}

func (l *Loans) prepare() int {
	return l.count()
}

func (l *Loans) look() int {
	return l.count()
}

func (l *Loans) put(name string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.books[name]++
}

func NewLoans() *Loans {
	return &Loans{books: make(map[string]int)}
}

// Lend puts on one goroutine and looks on another.
func Lend(l *Loans, names []string) {
	if l.prepare() > 0 {
		return
	}
	var wg sync.WaitGroup
	wg.Add(2)
	go func() {
		defer wg.Done()
		for _, name := range names {
			l.put(name)
		}
	}()
	go func() {
		defer wg.Done()
		l.look()
	}()
	wg.Wait()
}
