//go:build !windows

package engine

// A Config has the paths of runtimes.
type Config struct {
	runtimes map[string]string
}

func newConfig() Config {
	return Config{runtimes: make(map[string]string)}
}

func (e *Engine) SetOk(name, path string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.config.runtimes[name] = path
}

func (e *Engine) PathOk(name string) string {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.config.runtimes[name]
}

func (e *Engine) SetBad(name, path string) {
	e.config.runtimes[name] = path // want unguarded-map-write "`e.config.runtimes`"
}
