// Package hints makes maps with sizes.
package hints

const Few = 4

type Set map[string]struct{}

type Table struct {
	rows map[string]int
}

func LocalBad() map[string]int {
	m := make(map[string]int, 8) // want useless-map-hint "the size hint 8 of `m` does nothing"
	return m
}

func ZeroBad() map[string]int {
	return make(map[string]int, 0) // want useless-map-hint "the size hint 0 of `map[string]int` does nothing"
}

func NamedTypeBad() Set {
	return make(Set, 1) // want useless-map-hint "the size hint 1"
}

func FieldBad() *Table {
	return &Table{rows: make(map[string]int, 2)} // want useless-map-hint "of `rows`"
}

func ReplacedBad(t *Table) {
	t.rows = make(map[string]int, 3) // want useless-map-hint "of `rows`"
}

func NineOk() map[string]int {
	return make(map[string]int, 9)
}

func NoneOk() map[string]int {
	return make(map[string]int)
}

func NamedOk() map[string]int {
	return make(map[string]int, Few)
}

func CountedOk(n int) map[string]int {
	return make(map[string]int, n)
}

func SliceOk() []int {
	return make([]int, 4)
}

func ChannelOk() chan int {
	return make(chan int, 4)
}
