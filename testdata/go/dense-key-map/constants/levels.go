// Package levels keeps maps whose keys are the constants of a group.
package levels

type Level int

const (
	Low Level = iota
	Middle
	High
)

type Code int

const (
	NotFound Code = 404
	Gone     Code = 410
)

type Name string

const (
	First  Name = "first"
	Second Name = "second"
)

var namesBad = map[Level]string{Low: "low", Middle: "middle", High: "high"} // want dense-key-map "at most 3 keys, the constants of `Level`"

var sparseOk = map[Code]string{NotFound: "not found", Gone: "gone"}

var textsOk = map[Name]int{First: 1, Second: 2}

var setOk = map[Level]bool{High: true}

var fewOk = map[Level]string{High: "!"}

var askedOk = map[Level]string{Low: "-", Middle: "=", High: "+"}

type counts struct {
	byLevelBad map[Level]int // want dense-key-map "constants of `Level`"
	measuredOk map[Level]int
	removedOk  map[Level]int
	walkedOk   map[Level]int
}

type Report struct {
	ByLevelOk map[Level]int `json:"by_level"`
}

func (r *Report) Add(level Level) int {
	r.ByLevelOk[level]++
	return r.ByLevelOk[level]
}

func newCounts() *counts {
	return &counts{
		byLevelBad: make(map[Level]int),
		measuredOk: make(map[Level]int),
		removedOk:  make(map[Level]int),
		walkedOk:   make(map[Level]int),
	}
}

func (c *counts) add(level Level) int {
	c.byLevelBad[level]++
	c.measuredOk[level]++
	c.removedOk[level]++
	c.walkedOk[level]++
	return c.byLevelBad[level] + c.measuredOk[level] + c.removedOk[level] + len(c.measuredOk)
}

func (c *counts) drop(level Level) {
	delete(c.removedOk, level)
	for level, count := range c.walkedOk {
		println(level, count)
	}
}

func Describe(level Level, code Code, name Name) string {
	if setOk[level] {
		c := newCounts()
		c.add(level)
		c.drop(level)
	}
	println(textsOk[name], fewOk[level])
	if sign, ok := askedOk[level]; ok {
		println(sign)
	}
	return namesBad[level] + sparseOk[code]
}
