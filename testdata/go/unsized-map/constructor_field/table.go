// Package table fills the map of a struct that it makes.
package table

type Table struct {
	rows map[string]int
}

func NewBad(names []string) *Table {
	t := &Table{rows: make(map[string]int)} // gap unsized-map "a map that starts as a field of a literal is not watched"
	for i, name := range names {
		t.rows[name] = i
	}
	return t
}

func NewOk(names []string) *Table {
	t := &Table{rows: make(map[string]int, len(names))}
	for i, name := range names {
		t.rows[name] = i
	}
	return t
}
