// Package prometheus has a map with a name.
package prometheus

type Labels map[string]string
