//go:build !windows

package ports

import "sync"

var filled sync.Once

func (Resolver) find(name string) int {
	filled.Do(fillOk)
	return known(name)
}

func fillOk() {
	ports["ssh"] = 22
}
