// Package called has functions that libraries call from goroutines of their own.
package called

import (
	"context"
	"io"
	"net/http"
	"net/http/httputil"
	"net/rpc"
	"sync"

	"cloud.google.com/go/pubsub"
	"github.com/containerd/containerd/v2/core/images"
	"github.com/hashicorp/raft"
	"github.com/nats-io/nats.go"
	"github.com/robfig/cron/v3"
	"k8s.io/client-go/tools/cache"
)

// JobBad is run again while its last run goes on.
type JobBad struct {
	runs map[string]int
}

func (j *JobBad) Run() {
	j.runs["all"]++ // want unguarded-map-write "`j.runs`"
}

func ScheduleBad() {
	c := cron.New()
	c.AddJob("@hourly", &JobBad{runs: make(map[string]int)})
	c.Start()
}

// Report has a method of the same name, which only its owner calls.
type Report struct {
	lines map[string]int
}

func (r *Report) Run() {
	r.lines["all"]++
}

func ReportOk() int {
	r := &Report{lines: make(map[string]int)}
	r.Run()
	return len(r.lines)
}

func ReceiveBad(ctx context.Context, client *pubsub.Client) int {
	seen := make(map[string]bool)
	client.Subscription("orders").Receive(ctx, func(ctx context.Context, m *pubsub.Message) {
		seen[m.ID] = true // want unguarded-map-write "`seen`"
	})
	return len(seen)
}

func ReceiveLockedOk(ctx context.Context, sub *pubsub.Subscription) int {
	var mu sync.Mutex
	seen := make(map[string]bool)
	sub.Receive(ctx, func(ctx context.Context, m *pubsub.Message) {
		mu.Lock()
		defer mu.Unlock()
		seen[m.ID] = true
	})
	return len(seen)
}

// Counts are of one subscription each, and of both.
type Counts struct {
	orders, bills, both map[string]int
}

func SubscribeBad(conn *nats.Conn) *Counts {
	c := &Counts{orders: make(map[string]int), bills: make(map[string]int), both: make(map[string]int)}
	conn.Subscribe("orders", c.order)
	conn.Subscribe("bills", func(m *nats.Msg) {
		c.bills[m.Subject]++
		c.both[m.Subject]++ // want unguarded-map-write "`c.both`"
	})
	return c
}

func (c *Counts) order(m *nats.Msg) {
	c.orders[m.Subject]++
	c.both[m.Subject]++
}

// Index is kept by the functions of one handler, one at a time.
type Index struct {
	known  map[string]bool
	public map[string]bool
}

func NewIndex(informer *cache.SharedInformer) *Index {
	i := &Index{known: make(map[string]bool), public: make(map[string]bool)}
	informer.AddEventHandler(cache.ResourceEventHandlerFuncs{
		AddFunc: i.add,
		DeleteFunc: func(obj interface{}) {
			delete(i.known, obj.(string))
		},
	})
	i.known["default"] = true
	return i
}

func (i *Index) add(obj interface{}) {
	i.known[obj.(string)] = true
	i.public[obj.(string)] = true // want unguarded-map-write "`i.public`"
}

func (i *Index) HasBad(name string) bool {
	return i.public[name]
}

// Roster hands its functions over in others.
type Roster struct {
	names map[string]int
	twice map[string]int
}

func NewRoster() *Roster {
	return &Roster{names: make(map[string]int), twice: make(map[string]int)}
}

func wrap(f func(name string)) func(obj interface{}) {
	return func(obj interface{}) {
		f(obj.(string))
	}
}

// Follow has one handler: its functions are called one at a time, wrapped or not.
func (r *Roster) Follow(informer *cache.SharedInformer) {
	informer.AddEventHandler(cache.ResourceEventHandlerFuncs{
		AddFunc: wrap(func(name string) {
			r.names[name]++
		}),
		DeleteFunc: wrap(func(name string) {
			delete(r.names, name)
		}),
	})
}

// FollowBoth has two.
func (r *Roster) FollowBoth(one, other *cache.SharedInformer) {
	one.AddEventHandler(cache.ResourceEventHandlerFuncs{
		AddFunc: wrap(func(name string) {
			r.twice[name]++ // want unguarded-map-write "`r.twice`"
		}),
		DeleteFunc: wrap(func(name string) {}),
	})
	other.AddEventHandler(cache.ResourceEventHandlerFuncs{
		AddFunc: wrap(func(name string) {
			r.twice[name]++
		}),
		DeleteFunc: wrap(func(name string) {}),
	})
}

// FollowAll has many, which does not make those of Follow many.
func FollowAll(informers []*cache.SharedInformer) {
	for _, informer := range informers {
		informer.AddEventHandler(cache.ResourceEventHandlerFuncs{
			AddFunc:    wrap(func(name string) {}),
			DeleteFunc: wrap(func(name string) {}),
		})
	}
}

// Mirror is a handler itself: its methods are called one at a time.
type Mirror struct {
	objects map[string]interface{}
}

func (m *Mirror) OnAdd(obj interface{}, isInInitialList bool) {
	m.objects[obj.(string)] = obj
}

func (m *Mirror) OnUpdate(oldObj, newObj interface{}) {
	m.objects[newObj.(string)] = newObj
}

func (m *Mirror) OnDelete(obj interface{}) {
	delete(m.objects, obj.(string))
}

func MirrorOk(informer *cache.SharedInformer) {
	informer.AddEventHandler(&Mirror{objects: make(map[string]interface{})})
}

// Machine is called by raft, one method at a time, while others look into it.
type Machine struct {
	values map[string]string
	sizes  map[string]int
}

func NewMachine() *Machine {
	return &Machine{values: make(map[string]string), sizes: make(map[string]int)}
}

func (m *Machine) Apply(log *raft.Log) interface{} {
	m.values[string(log.Data)] = "applied"
	m.sizes[string(log.Data)]++ // want unguarded-map-write "`m.sizes`"
	return nil
}

func (m *Machine) Snapshot() (raft.FSMSnapshot, error) {
	for range m.values {
		return nil, nil
	}
	return nil, nil
}

func (m *Machine) Restore(snapshot io.ReadCloser) error {
	m.values["restored"] = "yes"
	return nil
}

func (m *Machine) SizeBad(key string) int {
	return m.sizes[key]
}

func ProxyBad() *httputil.ReverseProxy {
	hosts := make(map[string]int)
	return &httputil.ReverseProxy{Director: func(r *http.Request) {
		hosts[r.Host]++ // want unguarded-map-write "`hosts`"
		r.Header.Set("X-Proxy", "yes")
	}}
}

// Tally is a service of net/rpc.
type Tally struct {
	votes map[string]int
}

func NewTallyBad(server *rpc.Server) *Tally {
	t := &Tally{votes: make(map[string]int)}
	server.Register(t)
	return t
}

func (t *Tally) Vote(name *string, count *int) error {
	t.votes[*name]++ // want unguarded-map-write "`t.votes`"
	return nil
}

// DigestsBad asks for all images at once.
func DigestsBad(ctx context.Context, descs ...images.Descriptor) map[string]bool {
	digests := make(map[string]bool)
	handler := func(_ context.Context, desc images.Descriptor) ([]images.Descriptor, error) {
		digests[desc.Digest] = true // want unguarded-map-write "`digests`"
		return nil, nil
	}
	images.Dispatch(ctx, images.HandlerFunc(handler), descs...)
	digests["all"] = true
	return digests
}

func DigestsOk(ctx context.Context, descs ...images.Descriptor) map[string]bool {
	var mu sync.Mutex
	digests := make(map[string]bool)
	handler := func(_ context.Context, desc images.Descriptor) ([]images.Descriptor, error) {
		mu.Lock()
		defer mu.Unlock()
		digests[desc.Digest] = true
		return nil, nil
	}
	images.Dispatch(ctx, images.HandlerFunc(handler), descs...)
	digests["all"] = true
	return digests
}
