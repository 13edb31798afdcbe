// Package index fills maps once for each element of a slice.
package index

func OfBad(names []string) map[string]int {
	index := make(map[string]int) // want unsized-map "len(names)"
	for i, name := range names {
		index[name] = i
	}
	return index
}

func LiteralBad(names []string) map[string]bool {
	known := map[string]bool{} // want unsized-map "len(names)"
	for _, name := range names {
		known[name] = true
	}
	return known
}

func CountedBad(n int) map[int]int {
	squares := make(map[int]int) // want unsized-map "n"
	for i := 0; i < n; i++ {
		squares[i] = i * i
	}
	return squares
}

func LiteralCountBad() map[int]int {
	squares := make(map[int]int) // want unsized-map "1000"
	for i := 0; i < 1000; i++ {
		squares[i] = i * i
	}
	return squares
}

func FromMapBad(ids map[string]int) map[int]string {
	names := make(map[int]string) // want unsized-map "len(ids)"
	for name, id := range ids {
		names[id] = name
	}
	return names
}

func OfOk(names []string) map[string]int {
	index := make(map[string]int, len(names))
	for i, name := range names {
		index[name] = i
	}
	return index
}

func SomeOk(names []string) map[string]int {
	index := make(map[string]int)
	for i, name := range names {
		if name != "" {
			index[name] = i
		}
	}
	return index
}

func SkippingOk(names []string) map[string]int {
	index := make(map[string]int)
	for i, name := range names {
		if name == "" {
			continue
		}
		index[name] = i
	}
	return index
}

func FewOk() map[int]int {
	squares := make(map[int]int)
	for i := 0; i < 4; i++ {
		squares[i] = i * i
	}
	return squares
}

func FromChannelOk(names <-chan string) map[string]bool {
	known := make(map[string]bool)
	for name := range names {
		known[name] = true
	}
	return known
}

func CountsOk(words []string) map[string]int {
	counts := make(map[string]int)
	for _, word := range words {
		counts[word]++
	}
	return counts
}

func LengthUnknownWhenMadeOk(next func() []string) map[string]bool {
	known := make(map[string]bool)
	for names := next(); len(names) > 0; names = next() {
		for _, name := range names {
			known[name] = true
		}
	}
	return known
}

func SliceMadeLaterOk(read func() []string) map[string]bool {
	known := make(map[string]bool)
	names := read()
	for _, name := range names {
		known[name] = true
	}
	return known
}

type item struct {
	group string
	name  string
}

func MadeAgainBad(names []string) map[string]int {
	index := make(map[string]int, len(names))
	clear(index)
	index = make(map[string]int) // want unsized-map "len(names)"
	for i, name := range names {
		index[name] = i
	}
	return index
}

func LongCountBad(n int64) map[int64]bool {
	known := make(map[int64]bool) // want unsized-map "`n` times"
	for i := range n {
		known[i] = true
	}
	return known
}

func ByNameBad(items []item) map[string]item {
	byName := make(map[string]item) // want unsized-map "len(items)"
	for _, item := range items {
		byName[item.name] = item
	}
	return byName
}

func GroupedOk(items []item) map[string][]item {
	groups := make(map[string][]item)
	for _, item := range items {
		groups[item.group] = append(groups[item.group], item)
	}
	return groups
}

func DifferentOk(items []item) map[string]bool {
	groups := make(map[string]bool)
	for _, item := range items {
		groups[item.group] = true
	}
	return groups
}

var few = []string{"a", "b", "c"}

func FewWordsOk() map[string]int {
	places := make(map[string]int)
	for at, word := range few {
		places[word] = at
	}
	return places
}
