package ports

func (Resolver) find(name string) int {
	return known(name)
}
