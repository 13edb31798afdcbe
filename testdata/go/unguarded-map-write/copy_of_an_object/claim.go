// Package claim copies objects as generated code does: all of it first, then each map made anew, in
// structs that lie in the object.
package claim

import "maps"

type Status struct {
	Capacity map[string]int
	Used     map[string]int
}

type Claim struct {
	Name   string
	Status Status
}

func New() *Claim {
	return &Claim{Status: Status{Capacity: map[string]int{"a": 1}, Used: map[string]int{"a": 1}}}
}

func (in *Claim) DeepCopy() *Claim {
	out := new(Claim)
	*out = *in
	in.Status.DeepCopyInto(&out.Status)
	return out
}

func (in *Status) DeepCopyInto(out *Status) {
	*out = *in
	if in.Capacity != nil {
		in, out := &in.Capacity, &out.Capacity
		*out = make(map[string]int, len(*in))
		for key, value := range *in {
			(*out)[key] = value
		}
	}
	out.Used = maps.Clone(in.Used)
}

// Elsewhere the fields are given what others have.
func (in *Claim) Adopt(other *Claim) {
	in.Status.Capacity = other.Status.Capacity
	in.Status.Used = other.Status.Used
}

// WatchOk is called for each claim that is seen.
func WatchOk(c *Claim, done chan<- int) {
	go func() { done <- c.Status.Capacity["a"] }()
	go func() { done <- c.Status.Used["a"] }()
	go use(c, done)
}

func use(c *Claim, done chan<- int) {
	n := c.DeepCopy()
	n.Status.Used["c"] = 1
	done <- n.Status.Capacity["a"]
}

type Weight struct {
	Limits map[string]int
}

type Scale struct{ Weight Weight }

// WeighBad hands its scale the limits of another one.
func WeighBad(s *Scale, done chan<- int) {
	go func() { done <- s.Weight.Limits["a"] }()
	go func() {
		n := &Scale{}
		n.Weight.Limits = s.Weight.Limits
		n.Weight.Limits["c"] = 1 // want unguarded-map-write "`n.Weight.Limits` is written"
		done <- 1
	}()
}
