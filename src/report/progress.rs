//! A bar on the terminal while a run is long; nothing at all in a pipe or in a short run. The stages that
//! it names are timed.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::IsTerminal;
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::sync::{Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// A run shorter than this shows no bar.
const PATIENCE: Duration = Duration::from_secs(1);
const REDRAWN_EVERY: Duration = Duration::from_millis(100);

/// The bar. All threads share it; it is gone from the terminal when it is dropped.
pub struct Progress {
    bar: ProgressBar,
    waiting: Option<Waiting>,
    /// The stages, and when each started.
    started: Mutex<Vec<(&'static str, Instant)>>,
    tell: Option<Tell>,
}

/// Is told each stage when it starts, and how many hundredths of its files are done, where it handles files.
pub type Tell = Box<dyn Fn(&'static str, Option<u64>) + Send + Sync>;

/// The thread that shows the bar when the run has become long.
struct Waiting {
    ended: Sender<()>,
    thread: JoinHandle<()>,
}

impl Progress {
    /// A bar on the error stream, where that is a terminal and `wanted`.
    pub fn new(wanted: bool) -> Progress {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        let waiting = (wanted && std::io::stderr().is_terminal()).then(|| show_when_long(bar.clone()));
        Progress { bar, waiting, started: Mutex::default(), tell: None }
    }

    /// No bar: `tell` hears how far the run is.
    pub fn telling(tell: Tell) -> Progress {
        let mut progress = Progress::new(false);
        progress.tell = Some(tell);
        progress
    }

    /// A stage starts that handles `total` files: `reading`, `checking`.
    pub fn files(&self, stage: &'static str, total: usize) {
        self.start(stage, "{msg} {wide_bar} {pos}/{len} {elapsed}");
        self.bar.set_length(total as u64);
    }

    /// A stage starts whose length is not known: `analysing`.
    pub fn stage(&self, stage: &'static str) {
        self.start(stage, "{spinner} {msg} {elapsed}");
        self.bar.unset_length();
    }

    /// One file is done.
    pub fn tick(&self) {
        self.bar.inc(1);
        let Some((tell, total)) = self.tell.as_ref().zip(self.bar.length()) else { return };
        let hundredths = |done: u64| (done * 100).checked_div(total).unwrap_or(100).min(100);
        let done = self.bar.position();
        if hundredths(done) != hundredths(done.saturating_sub(1)) {
            let stage = self.started.lock().unwrap_or_else(PoisonError::into_inner).last().map_or("", |(stage, _)| *stage);
            tell(stage, Some(hundredths(done)));
        }
    }

    /// How long each stage took, in their order; the last one until now.
    pub fn stages(&self) -> Vec<(&'static str, Duration)> {
        let started = self.started.lock().unwrap_or_else(PoisonError::into_inner);
        let ends = started.iter().skip(1).map(|(_, start)| *start).chain([Instant::now()]);
        started.iter().zip(ends).map(|((stage, start), end)| (*stage, end - *start)).collect()
    }

    fn start(&self, stage: &'static str, template: &str) {
        self.started.lock().unwrap_or_else(PoisonError::into_inner).push((stage, Instant::now()));
        self.bar.set_style(ProgressStyle::with_template(template).expect("the templates are well formed"));
        self.bar.set_position(0);
        self.bar.set_message(stage);
        if let Some(tell) = &self.tell {
            tell(stage, None);
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(Waiting { ended, thread }) = self.waiting.take() {
            drop(ended);
            // A panic in there is one of drawing: the run goes on without a bar.
            let _ = thread.join();
        }
        self.bar.finish_and_clear();
    }
}

fn show_when_long(bar: ProgressBar) -> Waiting {
    let (ended, end) = channel();
    let thread = std::thread::spawn(move || {
        if end.recv_timeout(PATIENCE) == Err(RecvTimeoutError::Timeout) {
            bar.set_draw_target(ProgressDrawTarget::stderr());
            bar.enable_steady_tick(REDRAWN_EVERY);
        }
    });
    Waiting { ended, thread }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn threads_share_the_bar() {
        let progress = Progress::new(false);
        progress.files("reading", 200);
        std::thread::scope(|scope| {
            for _ in 0..2 {
                scope.spawn(|| (0..100).for_each(|_| progress.tick()));
            }
        });
        assert_eq!(progress.bar.position(), 200);
        progress.stage("analysing");
        assert!(progress.bar.is_hidden() && progress.bar.position() == 0);
        let stages: Vec<_> = progress.stages().into_iter().map(|(stage, _)| stage).collect();
        assert_eq!(stages, ["reading", "analysing"]);
    }

    #[test]
    fn the_end_of_a_short_run_does_not_wait() {
        let bar = ProgressBar::hidden();
        let started = std::time::Instant::now();
        drop(Progress { waiting: Some(show_when_long(bar.clone())), bar, started: Mutex::default(), tell: None });
        assert!(started.elapsed() < PATIENCE);
    }
}
