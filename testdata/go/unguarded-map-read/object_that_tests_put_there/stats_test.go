package stats

import "testing"

func TestList(t *testing.T) {
	h := &Handler{Source: New()}
	h.Source.addOk("a")
	if len(h.ListBad()) != 1 {
		t.Fail()
	}
}
