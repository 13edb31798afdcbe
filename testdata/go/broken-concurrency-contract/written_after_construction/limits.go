// Package limits promises that maps are filled while they are made, and never after.
package limits

type Limits struct {
	// CONCURRENCY_SAFE: true init_only
	byName map[string]int
}

func NewOk() *Limits {
	l := &Limits{byName: make(map[string]int)}
	l.fill()
	return l
}

func (l *Limits) fill() {
	l.byName["a"] = 1
}

func (l *Limits) GetOk(name string) int {
	return l.byName[name]
}

func (l *Limits) SetBad(name string, n int) {
	l.byName[name] = n // want broken-concurrency-contract "after construction"
}

// CONCURRENCY_SAFE: true init_only
var defaults = map[string]int{"b": 2}

func init() {
	defaults["c"] = 3
}

func DefaultOk(name string) int {
	return defaults[name]
}

func ForgetBad(name string) {
	delete(defaults, name) // want broken-concurrency-contract "`defaults`"
}
