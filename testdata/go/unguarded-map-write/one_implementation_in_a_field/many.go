package gateway

// step has more implementations than are followed by their methods alone.
type step interface {
	run(name string) bool
}

type (
	accept  struct{}
	refuse  struct{}
	even    struct{}
	odd     struct{}
	empty   struct{}
	short   struct{}
	long    struct{}
	ascii   struct{}
	counted struct{ names map[string]int }
)

func (accept) run(name string) bool { return true }
func (refuse) run(name string) bool { return false }
func (even) run(name string) bool   { return len(name)%2 == 0 }
func (odd) run(name string) bool    { return len(name)%2 == 1 }
func (empty) run(name string) bool  { return name == "" }
func (short) run(name string) bool  { return len(name) < 8 }
func (long) run(name string) bool   { return len(name) > 8 }
func (ascii) run(name string) bool  { return name < "\x80" }

func (c *counted) run(name string) bool {
	c.names[name]++ // want unguarded-map-write "`c.names`"
	return c.names[name] > 1
}

var steps = map[string]step{
	"accept": accept{}, "refuse": refuse{}, "even": even{}, "odd": odd{}, "empty": empty{}, "short": short{}, "long": long{}, "ascii": ascii{},
}

// Filter asks what a factory gave it.
type Filter struct {
	first step
}

func newStep(kind string) step {
	if kind == "counted" {
		return &counted{names: make(map[string]int)}
	}
	return accept{}
}

func NewFilter(kind string) *Filter {
	return &Filter{first: newStep(kind)}
}

func (f *Filter) Serve(names chan string) {
	for range 2 {
		go func() {
			for name := range names {
				f.first.run(name)
			}
		}()
	}
}

func IsKnownOk(kind, name string) bool {
	return steps[kind] != nil && steps[kind].run(name)
}
