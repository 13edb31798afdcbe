package race

import (
	"context"
	"net/http/httptest"
	"net/rpc"
	"sync"
	"testing"
	"time"

	called "example.com/called_by_other_libraries"

	"cloud.google.com/go/pubsub"
	"github.com/containerd/containerd/v2/core/images"
	"github.com/hashicorp/raft"
	"github.com/nats-io/nats.go"
	"k8s.io/client-go/tools/cache"
)

func TestRacyJob(t *testing.T) {
	called.ScheduleBad()
	// Nobody waits for the runs: let them come before the test ends.
	time.Sleep(200 * time.Millisecond)
}

func TestRacyReceiver(t *testing.T) {
	called.ReceiveBad(context.Background(), &pubsub.Client{})
}

func TestRacySubscriptions(t *testing.T) {
	conn := &nats.Conn{}
	called.SubscribeBad(conn)
	conn.Publish("a")
	time.Sleep(200 * time.Millisecond)
}

func TestRacyInformer(t *testing.T) {
	informer := &cache.SharedInformer{}
	index := called.NewIndex(informer)
	done := make(chan struct{})
	go func() {
		informer.Run("a")
		close(done)
	}()
	for {
		select {
		case <-done:
			return
		default:
			index.HasBad("a")
		}
	}
}

func TestRacyRoster(t *testing.T) {
	one, other := &cache.SharedInformer{}, &cache.SharedInformer{}
	called.NewRoster().FollowBoth(one, other)
	together(func() { one.Run("a") }, func() { other.Run("a") })
}

func TestRacyMachine(t *testing.T) {
	m := called.NewMachine()
	together(func() { m.Apply(&raft.Log{Data: []byte("a")}) }, func() { m.SizeBad("a") })
}

func TestRacyProxy(t *testing.T) {
	proxy := called.ProxyBad()
	serve := func() { proxy.Director(httptest.NewRequest("GET", "/", nil)) }
	together(serve, serve)
}

func TestRacyService(t *testing.T) {
	tally := called.NewTallyBad(rpc.NewServer())
	name, count := "a", 0
	vote := func() { tally.Vote(&name, &count) }
	together(vote, vote)
}

func TestRacyDispatch(t *testing.T) {
	called.DigestsBad(context.Background(), images.Descriptor{Digest: "a"}, images.Descriptor{Digest: "b"})
}

func TestQuiet(t *testing.T) {
	called.DigestsOk(context.Background(), images.Descriptor{Digest: "a"}, images.Descriptor{Digest: "b"})
	called.ReportOk()
	called.ReceiveLockedOk(context.Background(), &pubsub.Subscription{})
	informer := &cache.SharedInformer{}
	called.NewIndex(informer)
	called.MirrorOk(informer)
	called.NewRoster().Follow(informer)
	informer.Run("a")
	m := called.NewMachine()
	m.Apply(&raft.Log{})
	m.Snapshot()
	m.Restore(nil)
}

// together runs each function on a goroutine of its own and waits for all.
func together(functions ...func()) {
	var wg sync.WaitGroup
	for _, function := range functions {
		wg.Add(1)
		go func() {
			defer wg.Done()
			function()
		}()
	}
	wg.Wait()
}
