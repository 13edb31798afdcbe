package sessions

import "sync"

// Nothing else here needs the package: there is no fix.
func AloneBad() bool {
	var seen sync.Map // want misused-sync-map "only one can get to it"
	seen.Store("a", 1)
	_, ok := seen.Load("a")
	return ok
}
