package race

import (
	"sync"
	"testing"

	server "example.com/lock_of_an_embedded_type"
)

func TestRacyCount(t *testing.T) {
	s := server.New()
	var wg sync.WaitGroup
	for id := range 4 {
		wg.Add(2)
		go func() {
			defer wg.Done()
			s.AddOk(id, "a")
		}()
		go func() {
			defer wg.Done()
			s.CountBad()
		}()
	}
	wg.Wait()
}

func TestRacyLen(t *testing.T) {
	table := server.NewTable()
	var wg sync.WaitGroup
	for id := range 4 {
		wg.Add(2)
		go func() {
			defer wg.Done()
			table.PutOk(id, "a")
		}()
		go func() {
			defer wg.Done()
			table.LenBad()
		}()
	}
	wg.Wait()
}

func TestQuiet(t *testing.T) {
	s := server.New()
	snapshot := &server.Snapshot{State: &server.State{Zeros: map[int]string{1: "a"}}}
	var wg sync.WaitGroup
	for id := range 4 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			s.AddOk(id, "a")
			s.GetOk(id)
			s.DropOk(id)
			snapshot.FirstOk()
		}()
	}
	wg.Wait()
}
