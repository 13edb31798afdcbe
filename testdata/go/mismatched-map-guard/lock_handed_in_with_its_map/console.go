// Package console hands maps to helpers, each with its own lock.
package console

import "sync"

type Console struct {
	serialLock sync.Mutex
	serial     map[string]int
	screenLock sync.Mutex
	screen     map[string]int
	tapeLock   sync.Mutex
	tape       map[string]int
}

func New() *Console {
	return &Console{serial: map[string]int{}, screen: map[string]int{}, tape: map[string]int{}}
}

func open(id string, lock *sync.Mutex, users map[string]int) {
	lock.Lock()
	defer lock.Unlock()
	users[id]++
}

func drop(id string, lock *sync.Mutex, users map[string]int) {
	lock.Lock()
	defer lock.Unlock()
	delete(users, id)
}

func wind(id string, lock *sync.Mutex, users map[string]int) {
	lock.Lock()
	defer lock.Unlock()
	users[id]++
}

func skip(id string, lock *sync.Mutex, users map[string]int) {
	lock.Lock()
	defer lock.Unlock()
	users[id] += 2
}

func rewind(id string, lock *sync.Mutex, users map[string]int) {
	lock.Lock()
	defer lock.Unlock()
	delete(users, id) // want mismatched-map-guard "`Console.tapeLock`"
}

func (c *Console) serveSerial(id string) {
	open(id, &c.serialLock, c.serial)
	defer drop(id, &c.serialLock, c.serial)
}

func (c *Console) serveScreen(id string) {
	open(id, &c.screenLock, c.screen)
	defer drop(id, &c.screenLock, c.screen)
}

func (c *Console) screenUsedOk(id string) bool {
	c.screenLock.Lock()
	defer c.screenLock.Unlock()
	_, used := c.screen[id]
	return used
}

func (c *Console) windBad(id string) {
	wind(id, &c.tapeLock, c.tape)
	skip(id, &c.tapeLock, c.tape)
	rewind(id, &c.serialLock, c.tape)
}

// Serve uses the serial line and the screen.
func (c *Console) Serve() {
	for range 4 {
		go c.serveSerial("a")
		go c.serveScreen("a")
		go c.screenUsedOk("a")
	}
}

// Wind winds the tape under whichever lock.
func (c *Console) Wind() {
	for range 4 {
		go c.windBad("a")
	}
}
