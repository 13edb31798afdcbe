// Package agent has two controllers, each with an assigner of its own, which another build cannot make.
package agent

type Egress struct {
	assigner Assigner
}

func NewEgress() (*Egress, error) {
	made, err := NewAssigner()
	if err != nil {
		return nil, err
	}
	e := &Egress{assigner: made}
	go e.watch()
	return e, nil
}

// Run sets its assigner up.
func (e *Egress) Run(names []string) {
	e.assigner.InitOk(names)
}

func (e *Egress) watch() {}

type External struct {
	assigner Assigner
}

func NewExternal() (*External, error) {
	made, err := NewAssigner()
	if err != nil {
		return nil, err
	}
	e := &External{assigner: made}
	go e.watch()
	return e, nil
}

func (e *External) Run(names []string) {
	for range 2 {
		go e.work(names)
	}
}

func (e *External) watch() {}

func (e *External) work(names []string) {
	for _, name := range names {
		_ = e.assigner.Assign(name)
	}
}

type server struct {
	egress   *Egress
	external *External
}

var serving = &server{}

// Run runs both, and has a server ask them.
func Run(names []string) error {
	egress, err := NewEgress()
	if err != nil {
		return err
	}
	external, err := NewExternal()
	if err != nil {
		return err
	}
	serving.egress, serving.external = egress, external
	go egress.Run(names)
	go external.Run(names)
	return nil
}
