// Package topics is called through interfaces whose methods take what has no name: any, a function, a struct.
package topics

import "sync"

type broker interface {
	send(message interface{}, to string) error
	join(topic string, handle func(payload interface{}) error) error
	configure(options struct{ Size int })
}

type memory struct {
	joined map[string]int
	size   int
}

func (m *memory) send(message interface{}, to string) error {
	if err, ok := message.(error); ok {
		return err
	}
	return m.join(to, nil)
}

func (m *memory) join(topic string, handle func(payload any) error) error {
	m.joined[topic]++ // want unguarded-map-write "`m.joined` is updated"
	return nil
}

func (m *memory) configure(options struct{ Size int }) { m.size = options.Size }

// other has no method that takes anything: it is no broker.
type other struct {
	joined map[string]int
}

func (o *other) send(message []byte, to string) error { return nil }

func (o *other) join(topic string, handle func(payload any) error) error {
	o.joined[topic]++
	return nil
}

func (o *other) configure(options struct{ Size int }) {}

// JoinOk joins with an object of its own.
func JoinOk(topic string) int {
	o := &other{joined: make(map[string]int)}
	o.configure(struct{ Size int }{1})
	_ = o.send(nil, topic)
	_ = o.join(topic, nil)
	return o.joined[topic]
}

// Start sends from goroutines.
func Start(topics []string) {
	start(&memory{joined: make(map[string]int)}, topics)
}

func start(b broker, topics []string) {
	b.configure(struct{ Size int }{len(topics)})
	var wg sync.WaitGroup
	for _, topic := range topics {
		wg.Add(1)
		go func() {
			defer wg.Done()
			_ = b.send(topic, topic)
		}()
	}
	wg.Wait()
}
