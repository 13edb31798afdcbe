// Package report counts results by one of two methods: whoever has a report calls one of them.
package report

// Report counts what comes in, and gives a text, or the counts.
type Report struct {
	results chan string
	counts  map[string]int
}

func New() *Report {
	return &Report{results: make(chan string), counts: make(map[string]int)}
}

func (r *Report) Results() chan<- string { return r.results }

func (r *Report) Run() <-chan int {
	done := make(chan int, 1)
	go func() {
		r.processBad()
		done <- len(r.counts)
	}()
	return done
}

func (r *Report) Stats() <-chan map[string]int {
	done := make(chan map[string]int, 1)
	go func() {
		r.processBad()
		done <- r.counts
	}()
	return done
}

func (r *Report) processBad() {
	for result := range r.results {
		r.counts[result]++ // want unguarded-map-write "`r.counts` is updated" fact severity "warning"
	}
}

// Weighted has two reports, and calls one method of each.
type Weighted struct {
	base  *Report
	extra *Report
}

func NewWeighted() *Weighted {
	return &Weighted{base: New(), extra: New()}
}

func (w *Weighted) Run() int {
	done, extra := w.base.Run(), w.extra.Stats()
	close(w.base.results)
	close(w.extra.results)
	return <-done + len(<-extra)
}

// Total has a report run, and nothing else.
func Total(names []string) int {
	r := New()
	done := r.Run()
	for _, name := range names {
		r.Results() <- name
	}
	close(r.results)
	return <-done
}

// Count asks another report for the counts.
func Count(names []string) map[string]int {
	r := New()
	done := r.Stats()
	for _, name := range names {
		r.Results() <- name
	}
	close(r.results)
	return <-done
}
