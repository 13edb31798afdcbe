// Package out writes the entries of maps one after the other.
package out

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"hash/crc32"
	"io"
	"log"
	"maps"
	"os"
	"slices"
	"sort"
	"strings"
)

type Headers struct {
	names map[string]string
}

func (h *Headers) StringBad() string {
	var text strings.Builder
	for name, value := range h.names { // want visible-hash-order "`names` is written out"
		fmt.Fprintf(&text, "%s: %s\n", name, value)
	}
	return text.String()
}

func (h *Headers) StringOk() string {
	var text strings.Builder
	for _, name := range slices.Sorted(maps.Keys(h.names)) {
		fmt.Fprintf(&text, "%s: %s\n", name, h.names[name])
	}
	return text.String()
}

func (h *Headers) WriteBad(w io.Writer) error {
	for name, value := range h.names { // want visible-hash-order "`names` is written out"
		if _, err := io.WriteString(w, name+"="+value); err != nil {
			return err
		}
	}
	return nil
}

func (h *Headers) ConcatenatedBad() string {
	text := ""
	for name, value := range h.names { // want visible-hash-order "names"
		text += name + "=" + value + ";"
	}
	return text
}

func (h *Headers) FormattedBad() string {
	text := "headers"
	for name := range h.names { // want visible-hash-order "names"
		text = fmt.Sprintf("%s, %s", text, name)
	}
	return text
}

// Each step is about the whole text: nothing is put behind the other.
func (h *Headers) ReplaceOk(text string) string {
	for name, value := range h.names {
		text = strings.ReplaceAll(text, name, value)
	}
	return text
}

func (h *Headers) DigestBad() []byte {
	sum := sha256.New()
	for name := range h.names { // want visible-hash-order "a digest is made of `names`"
		sum.Write([]byte(name))
	}
	return sum.Sum(nil)
}

func (h *Headers) FormattedDigestBad(sum hash.Hash) {
	for name, value := range h.names { // want visible-hash-order "a digest is made of `names`"
		fmt.Fprintf(sum, "%s=%s", name, value)
	}
	_ = sum.Sum(nil)
}

func (h *Headers) ChecksumOfTextBad(checksums []uint32) {
	defer func() {
		for i := range checksums {
			var text bytes.Buffer
			for name := range h.names { // want visible-hash-order "a digest is made of `names`"
				must(text.WriteString(name))
			}
			checksums[i] = crc32.ChecksumIEEE(text.Bytes())
		}
	}()
}

func must(int, error) {}

// One text for each entry.
func (h *Headers) TextOfEachOk() map[string]string {
	texts := make(map[string]string, len(h.names))
	var text bytes.Buffer
	for name, value := range h.names {
		text.Reset()
		text.WriteString(value)
		texts[name] = text.String()
	}
	return texts
}

// It looks for one entry.
func (h *Headers) FirstOk(w io.Writer, value string) {
	for name, found := range h.names {
		if found == value {
			fmt.Fprintln(w, name)
			break
		}
	}
}

func (h *Headers) CountOk(w io.Writer) {
	for range h.names {
		fmt.Fprint(w, ".")
	}
}

// The order does not get out of it.
func (h *Headers) LenOk() int {
	text := ""
	for name := range h.names {
		text += name
	}
	return len(text)
}

func (h *Headers) OnlyEntryOk(w io.Writer) {
	if len(h.names) == 1 {
		for name := range h.names {
			fmt.Fprintln(w, name)
		}
	}
}

// Errors and logs are for people.
func (h *Headers) ErrorOk() error {
	unknown := ""
	for name := range h.names {
		unknown += name + " "
	}
	log.Println("unknown: " + unknown)
	return errors.New("unknown headers: " + unknown)
}

// EncodedBad gives the joined list to an encoding.
func (h *Headers) EncodedBad() ([]byte, error) {
	names := ""
	for name := range h.names { // want visible-hash-order "`names` is written out"
		names += name + " "
	}
	return json.Marshal(names)
}

// LineOk puts a joined list into a text that only a log gets.
func (h *Headers) LineOk() {
	var line strings.Builder
	line.WriteString("headers: ")
	var names []string
	for name := range h.names {
		names = append(names, name)
	}
	line.WriteString(strings.Join(names, ", "))
	log.Println(line.String())
}

// LineBad returns the same.
func (h *Headers) LineBad() string {
	var line strings.Builder
	line.WriteString("headers: ")
	var names []string
	for name := range h.names { // want visible-hash-order "`names` is written out"
		names = append(names, name)
	}
	line.WriteString(strings.Join(names, ", "))
	return line.String()
}

func (h *Headers) StderrOk() {
	for name := range h.names {
		fmt.Fprintln(os.Stderr, name)
	}
}

func (h *Headers) PrintBad() {
	for name, value := range h.names { // want visible-hash-order "names"
		fmt.Printf("%s: %s\n", name, value)
	}
}

// What is printed tells how far it has come.
func (h *Headers) ProgressOk(store func(name string) error) error {
	for name := range h.names {
		fmt.Println("storing", name)
		if err := store(name); err != nil {
			return err
		}
	}
	return nil
}

// The map itself is printed in order.
func (h *Headers) WholeOk(w io.Writer) {
	fmt.Fprintln(w, h.names)
}

func (h *Headers) SumOk(w io.Writer) {
	total := 0
	for _, value := range h.names {
		total += len(value)
	}
	fmt.Fprintln(w, total)
}

type level map[string]*level

func (l *level) PrintBad(w io.Writer, indent int) {
	for name, inner := range *l { // want visible-hash-order "l"
		fmt.Fprintf(w, "%*s%s\n", indent, "", name)
		inner.PrintBad(w, indent+2)
	}
}

type rows struct {
	header []string
}

func (r *rows) HeaderBad(scores map[string]int) {
	for name := range scores { // want visible-hash-order "scores"
		r.header[0] += fmt.Sprintf("%s|", name)
	}
}

func EncodeBad(w io.Writer, counts map[uint32]uint32) error {
	for key, count := range counts { // want visible-hash-order "counts"
		if err := binary.Write(w, binary.BigEndian, [2]uint32{key, count}); err != nil {
			return err
		}
	}
	return nil
}

func EncodeOk(w io.Writer, counts map[uint32]uint32) error {
	keys := make([]uint32, 0, len(counts))
	for key := range counts {
		keys = append(keys, key)
	}
	sort.Slice(keys, func(i, j int) bool { return keys[i] < keys[j] })
	for _, key := range keys {
		if err := binary.Write(w, binary.BigEndian, [2]uint32{key, counts[key]}); err != nil {
			return err
		}
	}
	return nil
}

func PutBad(buf []byte, counts map[uint64]uint64) int {
	n := 0
	for key, count := range counts { // want visible-hash-order "counts"
		n += binary.PutUvarint(buf[n:], key)
		n += binary.PutUvarint(buf[n:], count)
	}
	return n
}

// Each pass writes over what the one before has written.
func PutOk(sizes []int, counts map[int]uint64) {
	var buf [binary.MaxVarintLen64]byte
	for key, count := range counts {
		sizes[key] = binary.PutUvarint(buf[:], count)
	}
}
