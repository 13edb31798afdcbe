// Package controller hands the map of a registered object to a goroutine of another type.
package controller

type cluster struct {
	checks map[string]int
}

type Controller struct {
	clusters map[string]*cluster
}

func New() *Controller {
	return &Controller{clusters: map[string]*cluster{}}
}

type checker struct{}

func (c *checker) runBad(checks map[string]int, name string) {
	delete(checks, name)
}

func newCluster() *cluster {
	return &cluster{checks: map[string]int{}}
}

func (c *Controller) Reconcile(namespace string) {
	one, ok := c.clusters[namespace]
	if !ok {
		one = newCluster()
		c.clusters[namespace] = one
	}
	c.configure(one)
}

func (c *Controller) configure(one *cluster) {
	for _, name := range []string{"disk", "net"} {
		if _, ok := one.checks[name]; !ok {
			one.checks[name] = 1 // want unguarded-map-write "`one.checks`"
			c.start(one, name)
		}
	}
}

func (c *Controller) start(one *cluster, name string) {
	go (&checker{}).runBad(one.checks, name)
}

type job struct {
	steps map[string]int
}

func (j *job) finish(done chan struct{}) {
	j.steps["end"] = 1
	close(done)
}

// RunOk makes a job for each call: no two goroutines have the same.
func RunOk(name string) int {
	j := &job{steps: map[string]int{}}
	j.steps[name] = 1
	done := make(chan struct{})
	go j.finish(done)
	<-done
	return len(j.steps)
}
