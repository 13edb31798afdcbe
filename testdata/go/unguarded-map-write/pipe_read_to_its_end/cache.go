// Package cache writes its map into a pipe from a goroutine, and closes the pipe when it has read all.
package cache

import (
	"encoding/json"
	"io"
)

type Cache struct{ n map[string]int }

func New() *Cache {
	return &Cache{n: map[string]int{}}
}

func (c *Cache) CountOk(k string) {
	c.n[k]++
}

// SaveOk returns when the goroutine has written all.
func (c *Cache) SaveOk(to io.Writer) error {
	pr, pw := io.Pipe()
	go func() {
		pw.CloseWithError(json.NewEncoder(pw).Encode(c.n))
	}()
	defer pr.Close()
	_, err := io.Copy(to, pr)
	return err
}

func RunOk(words []string, to io.Writer) error {
	c := New()
	for _, word := range words {
		c.CountOk(word)
		if err := c.SaveOk(to); err != nil {
			return err
		}
	}
	return nil
}

type Live struct{ n map[string]int }

func NewLive() *Live {
	return &Live{n: map[string]int{}}
}

func (l *Live) CountBad(k string) {
	l.n[k]++ // want unguarded-map-write "`l.n`"
}

// ReaderBad hands the reading end on: the goroutine writes when its caller reads.
func (l *Live) ReaderBad() io.Reader {
	pr, pw := io.Pipe()
	go func() {
		pw.CloseWithError(json.NewEncoder(pw).Encode(l.n))
	}()
	return pr
}

func (l *Live) DropBad(k string) {
	delete(l.n, k)
}
