package visits

// Counts returns what CountOk and UnderLockOk counted.
func (v *Visits) Counts(k string) [2]int {
	atomic, _ := v.m.Load(k)
	locked, _ := v.n.Load(k)
	return [2]int{atomic.(int), locked.(int)}
}
