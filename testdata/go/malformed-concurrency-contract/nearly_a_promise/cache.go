// Package cache spells promises wrongly, and speaks of safety in plain words.
package cache

type SpellingBad struct {
	// want-next malformed-concurrency-contract ""
	// CONCURENCY_SAFE: true
	entries map[string]int
}

type HyphenBad struct {
	// want-next malformed-concurrency-contract ""
	// CONCURRENCY-SAFE: true
	entries map[string]int
}

// ProseOk is concurrency-safe: callers need no lock. A field that were not would
// say CONCURRENCY_SAFE: false above it.
type ProseOk struct {
	// Not concurrency safe. See ProseOk.
	entries map[string]int
}

const quoted = "// CONCURRENCY_SAFE: perhaps"
