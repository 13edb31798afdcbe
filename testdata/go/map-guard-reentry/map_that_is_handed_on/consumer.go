// Package consumer has a lock under which the map of its settings is only handed on.
package consumer

import "sync"

type settings struct {
	labels map[string]string
}

type Made struct {
	labels map[string]string
}

type Consumer struct {
	sync.Mutex
	settings *settings
	made     *Made
}

func New(labels map[string]string) *Consumer {
	return &Consumer{settings: &settings{labels: labels}}
}

func (c *Consumer) make() *Made {
	return &Made{labels: c.settings.labels}
}

func (c *Consumer) reset() {
	c.Lock()
	defer c.Unlock()
	c.made = c.make()
}

func (c *Consumer) ConsumeBad() {
	c.Lock()
	defer c.Unlock()
	if c.made == nil {
		c.reset() // want map-guard-reentry "`c.reset()` takes `c.Mutex` again"
	}
}

// ConsumeOk gives the lock back before.
func (c *Consumer) ConsumeOk() *Made {
	c.reset()
	c.Lock()
	defer c.Unlock()
	return c.made
}
