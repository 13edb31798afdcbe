//! The fuzz targets of `fuzz/` with no need of a fuzzer: over their kept corpora, so that what once broke one stays mended, and
//! for some seconds over inputs that are made of those.

use crate::support::{files_below, root};
use proptest::prelude::RngExt;
use proptest::test_runner::{RngAlgorithm, TestRng};
use rayon::prelude::*;
use std::ops::Range;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

#[path = "../../fuzz/bodies.rs"]
pub(crate) mod bodies;

/// How long each target is given inputs that are made of its kept ones.
const TIME: Duration = Duration::from_secs(3);

/// A target that is at one input for so long hangs: many times what the slowest takes where nothing is optimised.
const HANG: Duration = Duration::from_secs(60);

/// Inputs grow no longer than this, in bytes.
const LONGEST: usize = 4096;

/// The kept inputs of a target.
fn kept(target: &str) -> Vec<Vec<u8>> {
    let inputs = files_below(&format!("fuzz/corpus/{target}"), "");
    assert!(!inputs.is_empty(), "{target} has no corpus");
    inputs.iter().map(|input| std::fs::read(root().join(input)).expect("the corpus can be read")).collect()
}

#[test]
fn every_kept_input_is_borne() {
    for (name, body) in bodies::TARGETS {
        kept(name).iter().for_each(|input| body(input));
    }
}

#[test]
fn inputs_made_of_the_kept_ones_are_borne() {
    bodies::TARGETS.into_par_iter().for_each(|(name, body)| {
        let mut inputs = Inputs { kept: kept(name), random: TestRng::deterministic_rng(RngAlgorithm::default()) };
        let (sender, receiver) = channel();
        let start = Instant::now();
        let runs = thread::spawn(move || {
            while start.elapsed() < TIME {
                let input = inputs.make();
                _ = sender.send(input.clone());
                body(&input);
            }
        });
        let mut last = Vec::new();
        let ended = loop {
            match receiver.recv_timeout(HANG) {
                Ok(input) => last = input,
                Err(ended) => break ended,
            }
        };
        assert_eq!(ended, RecvTimeoutError::Disconnected, "`{name}` hangs with \"{}\"", last.escape_ascii());
        assert!(runs.join().is_ok(), "`{name}` panics with \"{}\"", last.escape_ascii());
    });
}

/// Inputs that are made of others; the same ones in each run.
struct Inputs {
    kept: Vec<Vec<u8>>,
    random: TestRng,
}

impl Inputs {
    /// One of them with some parts cut out, doubled or replaced.
    fn make(&mut self) -> Vec<u8> {
        let mut input = self.any().to_vec();
        for _ in 0..=self.below(4) {
            let here = self.part(&input);
            match self.below(4) {
                0 => _ = input.drain(here),
                1 => input.extend_from_within(here),
                2 => {
                    let other = self.any().to_vec();
                    let there = self.part(&other);
                    input.splice(here, other[there].iter().copied());
                }
                _ => {
                    input.splice(here.start..here.start, [self.random.random()]);
                }
            }
        }
        input.truncate(LONGEST);
        input
    }

    fn any(&mut self) -> &[u8] {
        let at = self.below(self.kept.len());
        &self.kept[at]
    }

    /// A number below `end`, which is none of 0.
    fn below(&mut self, end: usize) -> usize {
        self.random.random_range(0..end)
    }

    /// A part of an input, which may be empty.
    fn part(&mut self, input: &[u8]) -> Range<usize> {
        let (one, other) = (self.below(input.len() + 1), self.below(input.len() + 1));
        one.min(other)..one.max(other)
    }
}
