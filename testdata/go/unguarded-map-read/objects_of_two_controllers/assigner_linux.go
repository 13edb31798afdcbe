package agent

func NewAssigner() (Assigner, error) {
	return &assigner{assigned: make(map[string]int)}, nil
}
