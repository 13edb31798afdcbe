// Package metadata hands its values on as copies, whose map is one.
package metadata

import "strings"

type Metadata struct{ data map[string][]string }

func New(data map[string][]string) Metadata {
	return Metadata{data: data}
}

// GetBad says by its receiver that it changes nothing.
func (m Metadata) GetBad(key string) []string {
	found := m.data[key]
	if len(found) == 0 {
		for k, v := range m.data {
			if strings.EqualFold(key, k) {
				found = v
				m.data[key] = v // want unguarded-map-write "`m.data`"
			}
		}
	}
	return found
}

type Registry struct{ known map[string][]string }

func NewRegistry() Registry {
	return Registry{known: map[string][]string{}}
}

// AddOk goes on with the entry: who registers does so before others look.
func (r Registry) AddOk(key, value string) {
	r.known[key] = append(r.known[key], value)
}

// memo is nobody's but this package's.
type memo struct{ seen map[string]string }

func (m memo) upperOk(word string) string {
	if known, ok := m.seen[word]; ok {
		return known
	}
	m.seen[word] = strings.ToUpper(word)
	return m.seen[word]
}

func UpperOk(words []string) (upper []string) {
	m := memo{seen: map[string]string{}}
	for _, word := range words {
		upper = append(upper, m.upperOk(word))
	}
	return upper
}
