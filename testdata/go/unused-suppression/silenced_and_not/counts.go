// Package counts silences what is there, and what is not.
package counts

// CountOk silences the write in a map that is nil.
func CountOk(word string) {
	var n map[string]int
	//maplint:ignore nil-map-write -- shows how it panics
	n[word]++
	n[word] = 1 //maplint:ignore nil-map-write -- the same, at the end of its line
	n[word] = 2 // nolint:gosec,maplint // the same, in golangci-lint's words
}

// DeclarationOk silences in the whole function.
//
//maplint:ignore nil-map-write -- shows how it panics
func DeclarationOk(word string) {
	var n map[string]int
	n[word]++
	n[word] = 1
}

// CountBad has nothing to silence.
func CountBad(word string) int {
	n := map[string]int{}
	//maplint:ignore nil-map-write -- it is made above // want unused-suppression "this suppression of `nil-map-write` silences nothing"
	n[word]++
	n[word]++ //nolint:maplint // it is made above // want unused-suppression "this suppression silences nothing"
	return n[word]
}

// HalfBad silences one of two.
func HalfBad(word string) {
	var n map[string]int
	//maplint:ignore nil-map-write,unguarded-map-write -- for one of them // want unused-suppression "`unguarded-map-write` silences nothing"
	n[word]++
}

// MisspeltBad names no rule.
func MisspeltBad(word string) {
	var n map[string]int
	//maplint:ignore nil-map-writes -- so this holds for nothing // want unused-suppression "no rule is named `nil-map-writes`; did you mean `nil-map-write`?"
	n[word]++ // want nil-map-write "`n`"
}

// FarBad stands two lines above.
func FarBad(word string) {
	//maplint:ignore nil-map-write -- of the line below alone // want unused-suppression "silences nothing"
	var n map[string]int
	n[word]++ // want nil-map-write "`n`"
}
