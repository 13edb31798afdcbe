package registry

// Page has a map of the same name, which has no lock and needs none.
type Page struct {
	n map[string]int
}

func BuildOk(keys []string) *Page {
	p := &Page{n: make(map[string]int, len(keys))}
	p.add(keys)
	return p
}

func (p *Page) add(keys []string) {
	for _, k := range keys {
		p.n[k]++
	}
}
