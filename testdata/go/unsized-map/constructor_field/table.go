// Package table fills the map of a struct that it makes.
package table

type Table struct {
	rows map[string]int
}

func NewBad(names []string) *Table {
	t := &Table{rows: make(map[string]int)} // want unsized-map "len(names)"
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

func (t *Table) ResetBad(names []string) {
	t.rows = make(map[string]int) // want unsized-map "len(names)"
	for i, name := range names {
		t.rows[name] = i
	}
}

func (t *Table) CopiedBad() {
	old := t.rows
	t.rows = map[string]int{} // want unsized-map "len(old)"
	for name, i := range old {
		t.rows[name] = i
	}
}

func (t *Table) ResetOk(names []string) {
	t.rows = make(map[string]int, len(names))
	for i, name := range names {
		t.rows[name] = i
	}
}

func (t *Table) OfItselfOk() {
	t.rows = make(map[string]int)
	for name, i := range t.rows {
		t.rows[name+name] = i
	}
}

func (t *Table) OtherOk(names []string, other *Table) {
	t.rows = make(map[string]int)
	for i, name := range names {
		other.rows[name] = i
	}
}
