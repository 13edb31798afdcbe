// Package reasons silences with a reason, and without.
package reasons

// GivenOk says why.
func GivenOk(word string) {
	var n map[string]int
	//maplint:ignore nil-map-write -- shows how it panics
	n[word]++
	//maplint:ignore nil-map-write shows how it panics
	n[word]++
	n[word]++ //nolint:maplint // shows how it panics
}

// MissingBad still silences.
func MissingBad(word string) {
	var n map[string]int
	// want-next unexplained-suppression "this suppression gives no reason"
	//maplint:ignore nil-map-write
	n[word]++
	// want-next unexplained-suppression "gives no reason"
	//maplint:ignore nil-map-write --
	n[word]++
	// want-next unexplained-suppression "gives no reason"
	//maplint:ignore nil-map-write until=9999-12-31
	n[word]++
	// want-next unexplained-suppression "gives no reason"
	n[word]++ //nolint:maplint
}

// NeitherBad gives no reason, and has nothing to silence.
func NeitherBad(word string) int {
	n := map[string]int{}
	// want-next unexplained-suppression "no reason" want-next unused-suppression "silences nothing"
	n[word]++ //nolint:maplint
	return n[word]
}
