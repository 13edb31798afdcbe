// Package parent uses a map on the goroutine that started another, before and after it waits.
package parent

import "sync"

func WriteBad() map[string]int {
	m := make(map[string]int)
	done := make(chan struct{})
	go func() {
		defer close(done)
		m["child"] = 1 // want unguarded-map-write "`m`"
	}()
	m["parent"] = 2
	<-done
	return m
}

func ReadBad() int {
	m := make(map[string]int)
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer wg.Done()
		m["child"] = 1 // want unguarded-map-write "`m`"
	}()
	n := len(m)
	wg.Wait()
	return n
}

func ChildReadsBad() int {
	m := make(map[string]int)
	got := make(chan int, 1)
	go func() {
		got <- m["a"]
	}()
	m["a"] = 1 // want unguarded-map-write "`m`"
	return <-got
}

func AfterWaitOk() map[string]int {
	m := make(map[string]int)
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer wg.Done()
		m["child"] = 1
	}()
	wg.Wait()
	m["parent"] = 2
	return m
}

func BeforeStartOk() int {
	m := make(map[string]int)
	m["parent"] = 2
	got := make(chan int)
	go func() {
		got <- m["parent"]
	}()
	return <-got
}

func AfterReceiveOk() int {
	m := make(map[string]int)
	done := make(chan error)
	go func() {
		m["child"] = 1
		done <- nil
	}()
	if err := <-done; err != nil {
		return 0
	}
	return len(m)
}

type counter struct{ n map[string]int }

func (c *counter) addBad(name string) {
	c.n[name]++ // want unguarded-map-write "`c.n`"
}

func (c *counter) addOk(name string) {
	c.n[name]++
}

// MethodBad calls by itself what the goroutine calls.
func MethodBad() map[string]int {
	c := &counter{n: make(map[string]int)}
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer wg.Done()
		c.addBad("child")
	}()
	c.addBad("parent")
	wg.Wait()
	return c.n
}

// MethodOk does so before and after.
func MethodOk() map[string]int {
	c := &counter{n: make(map[string]int)}
	c.addOk("before")
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer wg.Done()
		c.addOk("child")
	}()
	wg.Wait()
	c.addOk("after")
	return c.n
}
