// Package lists collects the entries of maps, and shows what it has collected.
package lists

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"sort"
	"strings"
)

type Set map[string]struct{}

func (s Set) StringBad() string {
	names := make([]string, 0, len(s))
	for name := range s { // want visible-hash-order "s"
		names = append(names, name)
	}
	return strings.Join(names, ",")
}

func (s Set) IndexedBad() string {
	names := make([]string, len(s))
	i := 0
	for name := range s { // want visible-hash-order "s"
		names[i] = name
		i++
	}
	return strings.Join(names, ",")
}

func (s Set) SortedOk() string {
	names := make([]string, 0, len(s))
	for name := range s {
		names = append(names, name)
	}
	sort.Strings(names)
	return strings.Join(names, ",")
}

func (s Set) SortedElsewhereOk() string {
	names := []string{}
	for name := range s {
		names = append(names, name)
	}
	order(names)
	return strings.Join(names, ",")
}

func order(names []string) {
	slices.Sort(names)
}

func (s Set) KeysBad() string {
	return strings.Join(slices.Collect(maps.Keys(s)), ",") // want visible-hash-order "s"
}

func (s Set) KeysOk() string {
	return strings.Join(slices.Sorted(maps.Keys(s)), ",")
}

func (s Set) SecondLoopBad(w io.Writer) {
	var names []string
	for name := range s { // want visible-hash-order "s"
		names = append(names, strings.ToLower(name))
	}
	for _, name := range names {
		fmt.Fprintln(w, name)
	}
}

func (s Set) PrintedAsAWholeBad(w io.Writer) {
	var names []string
	for name := range s { // want visible-hash-order "s"
		names = append(names, name)
	}
	fmt.Fprintf(w, "not used: %v\n", names)
}

func (s Set) NumberOk(w io.Writer) {
	var names []string
	for name := range s {
		if name != "" {
			names = append(names, name)
		}
	}
	fmt.Fprintln(w, len(names))
}

func (s Set) UnknownOk() error {
	var names []string
	for name := range s {
		names = append(names, name)
	}
	return fmt.Errorf("unknown names: %s", strings.Join(names, ", "))
}

type record struct {
	Name  string
	Count int
}

type file struct {
	Records []record `json:"records"`
}

func WriteBad(w io.Writer, counts map[string]int) error {
	var out file
	for name, count := range counts { // want visible-hash-order "`counts` is serialised"
		out.Records = append(out.Records, record{name, count})
	}
	text, err := json.Marshal(out)
	if err != nil {
		return err
	}
	_, err = w.Write(text)
	return err
}

func WriteOk(w io.Writer, counts map[string]int) error {
	var out file
	for name, count := range counts {
		out.Records = append(out.Records, record{name, count})
	}
	sort.Slice(out.Records, func(i, j int) bool { return out.Records[i].Name < out.Records[j].Name })
	return json.NewEncoder(w).Encode(out)
}

func HandBad(w io.Writer, counts map[string]int) error {
	var records []record
	for name, count := range counts { // want visible-hash-order "`counts` is serialised"
		records = append(records, record{name, count})
	}
	return writeJSON(w, file{Records: records})
}

func writeJSON(w io.Writer, value any) error {
	return json.NewEncoder(w).Encode(value)
}

// Who serialises it may sort it first.
func FileOk(counts map[string]int) *file {
	out := &file{}
	for name, count := range counts {
		out.Records = append(out.Records, record{name, count})
	}
	return out
}

func namesBad(counts map[string]int) []string {
	var names []string
	for name := range counts { // want visible-hash-order "`counts` is written out"
		names = append(names, name)
	}
	return names
}

func JoinedBad(counts map[string]int) string {
	return strings.Join(namesBad(counts), ",")
}

func names(counts map[string]int) []string {
	var names []string
	for name := range counts {
		names = append(names, name)
	}
	return names
}

func JoinedOk(counts map[string]int) string {
	names := names(counts)
	sort.Strings(names)
	return strings.Join(names, ",")
}
