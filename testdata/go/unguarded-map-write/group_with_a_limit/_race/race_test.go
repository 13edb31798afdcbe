package race

import (
	"testing"

	docs "example.com/group_with_a_limit"
)

func TestRacyWrite(t *testing.T) {
	if err := docs.Write(); err != nil {
		t.Fatal(err)
	}
}

func TestQuiet(t *testing.T) {
	if err := docs.WriteOk(); err != nil {
		t.Fatal(err)
	}
}
