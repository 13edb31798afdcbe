package harness

import "testing"

func TestStop(t *testing.T) {
	r := Connect()
	r.Create("a")
	if r.StopOk("a") != "a" {
		t.Fail()
	}
	r.Remove("a")
}
