// Package squares fills maps by the number of a loop's pass.
package squares

func CountedBad(n, of int) int {
	squares := make(map[int]int, n) // want dense-key-map "`i` counts the passes of the loop"
	for i := 0; i < n; i++ {
		squares[i] = i * i
	}
	return squares[of]
}

func RangedBad(names []string, at int) string {
	upper := make(map[int]string, len(names)) // want dense-key-map "keyed by an index"
	for i, name := range names {
		upper[i] = name + "!"
	}
	return upper[at]
}

func SomeOk(names []string, at int) string {
	long := make(map[int]string)
	for i, name := range names {
		if len(name) > 8 {
			long[i] = name
		}
	}
	return long[at]
}

func ByNameOk(names []string, of string) int {
	places := make(map[string]int, len(names))
	for i, name := range names {
		places[name] = i
	}
	return places[of]
}

func HandedOnOk(names []string) map[int]string {
	byIndex := make(map[int]string, len(names))
	for i, name := range names {
		byIndex[i] = name
	}
	return byIndex
}

func TakenOutOk(names []string, at int) int {
	open := make(map[int]string, len(names))
	for i, name := range names {
		open[i] = name
	}
	delete(open, at)
	return len(open[0])
}
