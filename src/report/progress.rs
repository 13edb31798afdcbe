//! A bar on the terminal while a run is long; nothing at all in a pipe or in a short run.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::IsTerminal;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// A run shorter than this shows no bar.
const PATIENCE: Duration = Duration::from_secs(1);

/// The bar. All threads share it; it is gone from the terminal when it is dropped.
pub struct Progress {
    bar: ProgressBar,
    started: Instant,
    wanted: bool,
    visible: AtomicBool,
}

impl Progress {
    /// A bar on the error stream, where that is a terminal and `wanted`.
    pub fn new(wanted: bool) -> Progress {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        let style = ProgressStyle::with_template("{msg} {wide_bar} {pos}/{len} {elapsed}");
        bar.set_style(style.expect("the template is well formed"));
        Progress { bar, started: Instant::now(), wanted: wanted && std::io::stderr().is_terminal(), visible: AtomicBool::new(false) }
    }

    /// A stage starts that handles `total` files: `reading`, `checking`.
    pub fn files(&self, stage: &'static str, total: usize) {
        self.bar.reset();
        self.bar.set_message(stage);
        self.bar.set_length(total as u64);
        self.show_if_long();
    }

    /// One of them is done.
    pub fn tick(&self) {
        self.bar.inc(1);
        self.show_if_long();
    }

    fn show_if_long(&self) {
        if self.wanted && self.started.elapsed() >= PATIENCE && !self.visible.swap(true, Ordering::Relaxed) {
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_run_shows_nothing_and_threads_share_the_bar() {
        let progress = Progress::new(true);
        progress.files("reading", 200);
        std::thread::scope(|scope| {
            for _ in 0..2 {
                scope.spawn(|| (0..100).for_each(|_| progress.tick()));
            }
        });
        assert_eq!(progress.bar.position(), 200);
        assert!(!progress.visible.load(Ordering::Relaxed));
    }
}
