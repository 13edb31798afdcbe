package race

import (
	"testing"

	jobs "example.com/handed_over"
)

func TestQuiet(t *testing.T) {
	j := jobs.New()
	j.AddOk("a")
	j.AddOk("a")
	g := jobs.NewGate()
	g.RunOk("a")
	g.RunOk("a")
	s := jobs.NewSession()
	s.StartOk("a")()
	s.StartOk("a")()
	stock := jobs.NewStock()
	_, back := stock.TakeOk("a")
	back()
	late := jobs.NewLate()
	for range 2 {
		done := make(chan bool)
		late.RunOk("a", done)
		<-done
	}
}
