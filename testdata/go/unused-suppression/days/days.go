// Package days silences until a day.
package days

// LaterOk holds until a day that no reader of this will see.
func LaterOk(word string) {
	var n map[string]int
	//maplint:ignore nil-map-write until=9999-12-31 -- the old store goes
	n[word]++
	n[word]++ //nolint:maplint until=9999-12-31 // the old store goes
}

// PastBad held.
func PastBad(word string) {
	var n map[string]int
	//maplint:ignore nil-map-write until=2024-02-29 -- the old store goes // want unused-suppression "held until 2024-02-29"
	n[word]++ // want nil-map-write "`n`"
}

// NoDayBad names a day that is in no calendar.
func NoDayBad(word string) {
	var n map[string]int
	//maplint:ignore nil-map-write until=9999-02-29 -- the old store goes // want unused-suppression "`until=9999-02-29` names no day"
	n[word]++ // want nil-map-write "`n`"
	//maplint:ignore nil-map-write until=soon -- the old store goes // want unused-suppression "`until=soon` names no day"
	n[word]++ // want nil-map-write "`n`"
}
