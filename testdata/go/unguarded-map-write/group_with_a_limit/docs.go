// Package docs writes its pages in a group that does one thing at a time, or two.
package docs

import "golang.org/x/sync/errgroup"

var examples = map[string]string{}

func exampleOk(name string) error {
	if _, ok := examples[name]; !ok {
		examples[name] = name
	}
	return nil
}

func pages() error {
	return exampleOk("page")
}

func api() error {
	return exampleOk("api")
}

// WriteOk does one after another.
func WriteOk() error {
	var group errgroup.Group
	group.SetLimit(1)
	group.Go(pages)
	group.Go(api)
	for _, name := range []string{"a", "b"} {
		group.Go(func() error { return exampleOk(name) })
	}
	return group.Wait()
}

var samples = map[string]string{}

func sampleBad(name string) error {
	if _, ok := samples[name]; !ok {
		samples[name] = name // want unguarded-map-write "`samples` is written"
	}
	return nil
}

// Write does two at once.
func Write() error {
	var group errgroup.Group
	group.SetLimit(2)
	for _, name := range []string{"a", "b"} {
		group.Go(func() error { return sampleBad(name) })
	}
	return group.Wait()
}
