// Package cron runs jobs as the real one does: each run on a goroutine of its own.
package cron

type Job interface{ Run() }

type Cron struct{ jobs []Job }

func New() *Cron {
	return &Cron{}
}

func (c *Cron) AddJob(spec string, job Job) (int, error) {
	c.jobs = append(c.jobs, job)
	return len(c.jobs), nil
}

// Start runs every job twice, as when the first run takes longer than the schedule allows.
func (c *Cron) Start() {
	for _, job := range c.jobs {
		go job.Run()
		go job.Run()
	}
}
