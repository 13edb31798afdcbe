// Package events changes what a database in memory has given it: every reader has the same object.
package events

import (
	"maps"

	memdb "github.com/hashicorp/go-memdb"
)

type Events struct{ ByGroup map[string]int }

type Store struct{ txn *memdb.Txn }

func New() *Store {
	return &Store{txn: &memdb.Txn{Rows: map[string]any{"events": &Events{ByGroup: map[string]int{}}}}}
}

func (s *Store) UpsertBad(group string) error {
	existing, err := s.txn.First("events", "id", group)
	if err != nil {
		return err
	}
	events := existing.(*Events)
	events.ByGroup[group]++ // want shared-map-mutation "the in-memory database's objects"
	return nil
}

func (s *Store) UpsertOk(group string) (*Events, error) {
	existing, err := s.txn.First("events", "id", group)
	if err != nil {
		return nil, err
	}
	events := &Events{ByGroup: maps.Clone(existing.(*Events).ByGroup)}
	events.ByGroup[group]++
	return events, nil
}
