// Fills maps and prints what that took: a JSON array, one object a cell. Written for tests/capacity.rs.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"reflect"
	"runtime"
	"runtime/debug"
	"sort"
)

// Cell is one map, filled once.
type Cell struct {
	Type        string `json:"type"`
	Key         Layout `json:"key"`
	Value       Layout `json:"value"`
	Entries     int    `json:"entries"`
	Hint        int    `json:"hint"` // -1: none
	Allocations uint64 `json:"allocations"`
	Bytes       uint64 `json:"bytes"`
	Live        uint64 `json:"live"`
}

// Layout is what the compiler has made of a type.
type Layout struct {
	Size     uintptr `json:"size"`
	Align    int     `json:"align"`
	Pointers bool    `json:"pointers"`
}

// runs is how often a cell is filled; the median counts.
const runs = 3

// sink keeps a map out of the stack.
var sink any

var cells []Cell

func main() {
	debug.SetGCPercent(-1)
	sizes := []int{0, 1, 2, 5, 8, 9, 10, 20, 50, 100, 200, 500, 896, 897, 1000, 2000, 5000, 7000, 10000, 20000, 50000, 100000}
	number := func(i int) int { return i }
	text := func(i int) string { return fmt.Sprint("key ", i) }
	all[int, int](sizes, number)
	all[int, struct{}](sizes, number)
	all[int, bool](sizes, number)
	all[int, *int](sizes, number)
	all[int, [128]byte](sizes, number)
	all[int, [129]byte](sizes, number)
	all[int, [20]*int](sizes, number)
	all[int, [100]*byte](sizes[:19], number)
	all[string, int](sizes, text)
	all[string, string](sizes, text)
	all[string, struct{}](sizes, text)
	all[string, []string](sizes, text)
	all[any, any](sizes, func(i int) any { return i })
	all[int32, int32](sizes, func(i int) int32 { return int32(i) })
	all[uint16, uint8](sizes[:21], func(i int) uint16 { return uint16(i) })
	all[uint16, uint64](sizes[:21], func(i int) uint16 { return uint16(i) })
	all[float64, [3]int16](sizes, func(i int) float64 { return float64(i) })
	all[[16]byte, int32](sizes, func(i int) [16]byte { return [16]byte{byte(i), byte(i >> 8), byte(i >> 16)} })
	all[[136]byte, int](sizes, func(i int) [136]byte { return [136]byte{byte(i), byte(i >> 8), byte(i >> 16)} })
	all[struct {
		A int32
		B int8
	}, struct {
		A bool
		B string
		C bool
	}](sizes, func(i int) struct {
		A int32
		B int8
	} {
		return struct {
			A int32
			B int8
		}{A: int32(i)}
	})
	if err := json.NewEncoder(os.Stdout).Encode(cells); err != nil {
		panic(err)
	}
}

// all fills a map of each size, without a hint and with the exact one.
func all[K comparable, V any](sizes []int, key func(int) K) {
	for _, n := range sizes {
		keys := make([]K, n)
		for i := range keys {
			keys[i] = key(i)
		}
		for _, hint := range []int{-1, n} {
			if hint == n && n == 0 {
				continue
			}
			cells = append(cells, median(func() Cell { return fill[K, V](keys, hint) }))
		}
	}
}

func fill[K comparable, V any](keys []K, hint int) Cell {
	var before, filled, after runtime.MemStats
	sink = nil
	runtime.GC()
	runtime.ReadMemStats(&before)
	var m map[K]V
	if hint < 0 {
		m = make(map[K]V)
	} else {
		m = make(map[K]V, hint)
	}
	sink = m
	var value V
	for _, key := range keys {
		m[key] = value
	}
	runtime.ReadMemStats(&filled)
	runtime.GC()
	runtime.ReadMemStats(&after)
	runtime.KeepAlive(keys)
	of := reflect.TypeOf(m)
	return Cell{
		Type:        of.String(),
		Key:         layout(of.Key()),
		Value:       layout(of.Elem()),
		Entries:     len(keys),
		Hint:        hint,
		Allocations: filled.Mallocs - before.Mallocs,
		Bytes:       filled.TotalAlloc - before.TotalAlloc,
		Live:        after.HeapAlloc - before.HeapAlloc,
	}
}

// median takes each figure by itself.
func median(measure func() Cell) Cell {
	var found [runs]Cell
	for i := range found {
		found[i] = measure()
	}
	middle := func(figure func(*Cell) *uint64) uint64 {
		var figures []uint64
		for i := range found {
			figures = append(figures, *figure(&found[i]))
		}
		sort.Slice(figures, func(i, j int) bool { return figures[i] < figures[j] })
		return figures[runs/2]
	}
	cell := found[0]
	cell.Allocations = middle(func(c *Cell) *uint64 { return &c.Allocations })
	cell.Bytes = middle(func(c *Cell) *uint64 { return &c.Bytes })
	cell.Live = middle(func(c *Cell) *uint64 { return &c.Live })
	return cell
}

func layout(t reflect.Type) Layout {
	return Layout{Size: t.Size(), Align: t.Align(), Pointers: pointers(t)}
}

// pointers tells whether the collector looks into values of the type.
func pointers(t reflect.Type) bool {
	switch t.Kind() {
	case reflect.Pointer, reflect.UnsafePointer, reflect.Chan, reflect.Func, reflect.Interface, reflect.Map, reflect.Slice, reflect.String:
		return true
	case reflect.Array:
		return t.Len() > 0 && pointers(t.Elem())
	case reflect.Struct:
		for i := 0; i < t.NumField(); i++ {
			if pointers(t.Field(i).Type) {
				return true
			}
		}
	}
	return false
}
