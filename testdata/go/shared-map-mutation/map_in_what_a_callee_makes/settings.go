// Package settings has functions that make an object and put a map in it which others have.
package settings

import (
	"crypto/tls"
	"crypto/x509"
	"maps"
)

var defaults = map[string]string{"mode": "fast"}

type Settings struct {
	Values map[string]string
}

func fromDefaults() *Settings {
	return &Settings{Values: defaults}
}

func ForModeBad(mode string) *Settings {
	s := fromDefaults()
	s.Values["mode"] = mode // want shared-map-mutation "map of `defaults` as well"
	return s
}

func ForModeOk(mode string) *Settings {
	s := fromDefaults()
	s.Values = maps.Clone(s.Values)
	s.Values["mode"] = mode
	return s
}

func cloneOfDefaults() *Settings {
	return &Settings{Values: maps.Clone(defaults)}
}

func ForCloneOk(mode string) *Settings {
	s := cloneOfDefaults()
	s.Values["mode"] = mode
	return s
}

// A Server lives on, and so do its settings.
type Server struct {
	settings *Settings
}

func NewServer() *Server {
	return &Server{settings: cloneOfDefaults()}
}

func derived(from *Settings) *Settings {
	next := &Settings{}
	next.Values = from.Values
	return next
}

func derive(from *Settings, mode string) *Settings {
	next := derived(from)
	next.set("mode", mode)
	return next
}

func (s *Settings) set(key, value string) {
	s.Values[key] = value // want shared-map-mutation "map of `from.Values` as well"
}

func (s *Server) DeriveBad(mode string) *Settings {
	return derive(s.settings, mode)
}

// What is made for the call is nobody else's.
func OwnOk(mode string) *Settings {
	own := &Settings{Values: map[string]string{}}
	next := derived(own)
	next.Values["mode"] = mode
	return next
}

var roots = x509.NewCertPool()

func config() *tls.Config {
	return &tls.Config{RootCAs: roots}
}

func TrustBad(certificate *x509.Certificate) *tls.Config {
	c := config()
	c.RootCAs.AddCert(certificate) // want shared-map-mutation "map of `roots` as well"
	return c
}

func TrustOk(certificate *x509.Certificate) *tls.Config {
	c := config()
	c.RootCAs = roots.Clone()
	c.RootCAs.AddCert(certificate)
	return c
}
