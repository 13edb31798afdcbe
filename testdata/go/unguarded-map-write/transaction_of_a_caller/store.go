// Package store runs functions in transactions: in a new one, or in the one that is under way.
package store

import (
	"context"
	"sync"
)

type Tx struct{ names []string }

type updater interface {
	Update(fn func(*Tx) error) error
}

// DB marks what its transactions change. Every transaction is one of mu's.
type DB struct {
	mu    sync.Mutex
	inner updater
	dirty map[string]bool
}

func New(inner updater) *DB {
	return &DB{inner: inner, dirty: make(map[string]bool)}
}

func (d *DB) Update(fn func(*Tx) error) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.inner.Update(fn)
}

type underWay struct{}

// Begin hands the transaction on.
func (d *DB) Begin(ctx context.Context, fn func(ctx context.Context) error) error {
	return d.Update(func(tx *Tx) error {
		return fn(context.WithValue(ctx, underWay{}, tx))
	})
}

func update(ctx context.Context, db updater, fn func(*Tx) error) error {
	tx, ok := ctx.Value(underWay{}).(*Tx)
	if !ok {
		return db.Update(fn)
	}
	return fn(tx)
}

// twice runs it in a transaction, and once more in none.
func twice(db updater, fn func(*Tx) error) error {
	if err := db.Update(fn); err != nil {
		return err
	}
	return fn(nil)
}

type Names struct {
	db *DB
}

func Of(db *DB) *Names { return &Names{db} }

func (n *Names) MarkOk(ctx context.Context, name string) error {
	return update(ctx, n.db, func(*Tx) error {
		n.db.dirty[name] = true
		return nil
	})
}

func (n *Names) MarkBad(name string) error {
	return twice(n.db, func(*Tx) error {
		n.db.dirty[name] = true // want unguarded-map-write "`n.db.dirty`"
		return nil
	})
}

func (d *DB) CollectOk() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	count := 0
	for range d.dirty {
		count++
	}
	d.dirty = make(map[string]bool)
	return count
}

func (d *DB) ForgetOk(name string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	delete(d.dirty, name)
}
