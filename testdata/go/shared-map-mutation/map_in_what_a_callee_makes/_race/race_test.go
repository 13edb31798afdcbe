package race

import (
	"crypto/x509"
	"sync"
	"testing"

	settings "example.com/map_in_what_a_callee_makes"
)

func twice(run func()) {
	var wg sync.WaitGroup
	for range 2 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for range 100 {
				run()
			}
		}()
	}
	wg.Wait()
}

func TestRacyForMode(t *testing.T) {
	twice(func() { settings.ForModeBad("slow") })
}

func TestRacyDerive(t *testing.T) {
	s := settings.NewServer()
	twice(func() { s.DeriveBad("slow") })
}

func TestRacyTrust(t *testing.T) {
	twice(func() { settings.TrustBad(&x509.Certificate{Raw: []byte("a"), RawSubject: []byte("a")}) })
}

func TestQuiet(t *testing.T) {
	twice(func() {
		settings.ForModeOk("slow")
		settings.ForCloneOk("slow")
		settings.OwnOk("slow")
		settings.TrustOk(&x509.Certificate{Raw: []byte("b"), RawSubject: []byte("b")})
	})
}
