package registry

func (r *Registry) AddOk(k string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.n[k]++ // fact locks "r.mu"
}

func (r *Registry) AddBad(k string) {
	r.n[k]++ // want unguarded-map-write "`r.n`"
}
