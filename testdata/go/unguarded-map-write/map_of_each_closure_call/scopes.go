// Package scopes has closures that several goroutines call: what a call makes is its own.
package scopes

func ServeOk(read func() []string) {
	load := func() map[string]int {
		result := map[string]int{}
		for at, name := range read() {
			result[name] = at
		}
		return result
	}
	go func() {
		for range 4 {
			load()
		}
	}()
	go func() {
		load()
	}()
	load()
}

func ServeBad(read func() []string) {
	result := map[string]int{}
	load := func() map[string]int {
		for at, name := range read() {
			result[name] = at // want unguarded-map-write "`result`"
		}
		return result
	}
	go func() {
		load()
	}()
	go func() {
		load()
	}()
}

// FillBad has what a call makes filled by goroutines that the call starts.
func FillBad(read func() []string) {
	load := func() {
		result := map[string]int{}
		for at, name := range read() {
			go func() {
				result[name] = at // want unguarded-map-write "`result`"
			}()
		}
	}
	go func() {
		load()
	}()
}
