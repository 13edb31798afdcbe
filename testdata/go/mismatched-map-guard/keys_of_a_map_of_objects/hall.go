// Package hall lists rooms, each of which has a map and a lock of its own.
package hall

import (
	"encoding/json"
	"maps"
	"slices"
	"sync"
)

// A Room has members.
type Room struct {
	mu      sync.Mutex
	Members map[string]int
}

func (r *Room) Join(name string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.Members[name]++
}

func (r *Room) Leave(name string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.Members, name)
}

// A Hall has rooms.
type Hall struct {
	mu    sync.Mutex
	rooms map[string]*Room
}

func New() *Hall {
	return &Hall{rooms: make(map[string]*Room)}
}

func (h *Hall) Room(name string) *Room {
	h.mu.Lock()
	defer h.mu.Unlock()
	room, ok := h.rooms[name]
	if !ok {
		room = &Room{Members: make(map[string]int)}
		h.rooms[name] = room
	}
	return room
}

// NamesOk goes over the names and leaves the rooms alone.
func (h *Hall) NamesOk() []string {
	h.mu.Lock()
	defer h.mu.Unlock()
	return slices.Sorted(maps.Keys(h.rooms))
}

// RoomsOk copies the list of rooms, not what they hold.
func (h *Hall) RoomsOk() map[string]*Room {
	h.mu.Lock()
	defer h.mu.Unlock()
	return maps.Clone(h.rooms)
}

// CountOk goes over the rooms and locks each.
func (h *Hall) CountOk() int {
	h.mu.Lock()
	rooms := slices.Collect(maps.Values(h.rooms))
	h.mu.Unlock()
	count := 0
	for _, room := range rooms {
		room.mu.Lock()
		count += len(room.Members)
		room.mu.Unlock()
	}
	return count
}

// WriteBad writes the rooms with their members.
func (h *Hall) WriteBad() ([]byte, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return json.Marshal(h.rooms) // want mismatched-map-guard "`h.rooms[…].mu`"
}
