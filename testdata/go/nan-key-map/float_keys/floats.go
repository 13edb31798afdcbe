// Package floats has maps with float keys.
package floats

import (
	"math"
	"strconv"
)

type Histogram struct {
	counts map[float64]int // want nan-key-map "`value` may be NaN"
}

func (h *Histogram) AddBad(value float64) {
	h.counts[value]++
}

func (h *Histogram) Count(value float64) int {
	return h.counts[value]
}

func NewHistogram() *Histogram {
	return &Histogram{counts: make(map[float64]int)}
}

func ParsedBad(texts []string) int {
	seen := make(map[float64]bool, len(texts)) // want nan-key-map "`value` may be NaN"
	for _, text := range texts {
		value, err := strconv.ParseFloat(text, 64)
		if err == nil {
			seen[value] = true
		}
	}
	return len(seen)
}

func WorkedOutBad(sum, count float64) int {
	means := map[float64]int{sum / count: 1} // want nan-key-map "may be NaN"
	return len(means)
}

func ArrayBad(x, y float64) bool {
	seen := map[[2]float64]bool{} // want nan-key-map "`x` may be NaN"
	seen[[2]float64{x, y}] = true
	return seen[[2]float64{y, x}]
}

func CheckedOk(texts []string) int {
	seen := make(map[float64]bool, len(texts))
	for _, text := range texts {
		value, err := strconv.ParseFloat(text, 64)
		if err == nil && !math.IsNaN(value) {
			seen[value] = true
		}
	}
	return len(seen)
}

func ConstantsOk(quantile float64) string {
	names := map[float64]string{}
	names[0.5] = "median"
	names[1-0.01] = "p99"
	return names[quantile]
}

func FromIntsOk(values []int) int {
	seen := make(map[float64]bool, len(values))
	for _, value := range values {
		seen[float64(value)] = true
	}
	return len(seen)
}

type quantile interface {
	Value() float64
}

func OfMethodOk(quantiles []quantile) int {
	seen := make(map[float64]int, len(quantiles))
	for _, quantile := range quantiles {
		seen[quantile.Value()]++
	}
	return len(seen)
}
