package race

import (
	"testing"

	counts "example.com/parallel_subtests"
)

func TestRacyInParallel(t *testing.T) { counts.InParallelBad(t) }

func TestRacyTwo(t *testing.T) { counts.TwoBad(t) }

func TestRacyGoroutine(t *testing.T) { counts.GoroutineBad(t) }

func TestQuiet(t *testing.T) {
	counts.OneByOneOk(t)
	counts.LockedOk(t)
	counts.OwnOk(t)
}

func TestQuietBeforeAndAfter(t *testing.T) { counts.BeforeAndAfterOk(t) }

func TestQuietNested(t *testing.T) { counts.NestedOk(t) }
