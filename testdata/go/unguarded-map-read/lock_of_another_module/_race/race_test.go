package race

import (
	"strconv"
	"sync"
	"testing"

	sessions "example.com/lock_of_another_module"
)

func many(call func(i int)) {
	var wg sync.WaitGroup
	for i := range 100 {
		wg.Add(1)
		go func() { defer wg.Done(); call(i) }()
	}
	wg.Wait()
}

func TestRacyCount(t *testing.T) {
	s := sessions.New()
	many(func(i int) {
		s.PutOk(strconv.Itoa(i))
		s.CountBad()
	})
}

func TestRacyTouch(t *testing.T) {
	s := sessions.New()
	names := make([]string, 100)
	for i := range names {
		names[i] = strconv.Itoa(i)
	}
	s.Touch(names)
}

func TestQuiet(t *testing.T) {
	s := sessions.New()
	many(func(i int) {
		s.PutOk(strconv.Itoa(i))
		s.GetOk("1")
		s.EndOk("1")
	})
}
