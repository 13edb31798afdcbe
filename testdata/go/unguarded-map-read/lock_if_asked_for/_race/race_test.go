package race

import (
	"testing"

	client "example.com/lock_if_asked_for"
)

func TestRacySwitch(t *testing.T) {
	c, done := client.New(), make(chan int, 100)
	for range 100 {
		c.SwitchBad("a", done)
	}
	for range 100_000 {
		c.Add("a")
	}
	for range 100 {
		<-done
	}
}

func TestQuiet(t *testing.T) {
	c, done := client.New(), make(chan int, 1)
	c.SwitchOk("a", done)
	c.Add("a")
	c.Drop("a")
	<-done
}
