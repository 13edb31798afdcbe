// Package words hands a map to a named function that runs as a goroutine.
package words

import "sync"

func CountBad(words []string) map[string]int {
	counts := make(map[string]int)
	half := len(words) / 2
	var wg sync.WaitGroup
	wg.Add(2)
	go countShared(counts, words[:half], &wg)
	go countShared(counts, words[half:], &wg)
	wg.Wait()
	return counts
}

func countShared(counts map[string]int, words []string, wg *sync.WaitGroup) {
	defer wg.Done()
	for _, word := range words {
		counts[word]++ // want unguarded-map-write "`counts`"
	}
}

func CountOk(words []string) (map[string]int, map[string]int) {
	left, right := make(map[string]int), make(map[string]int)
	half := len(words) / 2
	var wg sync.WaitGroup
	wg.Add(2)
	go countOwn(left, words[:half], &wg)
	go countOwn(right, words[half:], &wg)
	wg.Wait()
	return left, right
}

func countOwn(counts map[string]int, words []string, wg *sync.WaitGroup) {
	defer wg.Done()
	for _, word := range words {
		counts[word]++
	}
}
