//! How time and memory grow with the tree.

use crate::arguments::Growth;
use crate::contender::Contender;
use crate::measure::Measured;
use crate::part::{Part, part};
use crate::table::{Ratios, megabytes, table};
use maplint::source;
use std::io;

/// The parts, in eighths of the tree.
const EIGHTHS: [u64; 4] = [1, 2, 4, 8];

/// The report: what the whole takes against each part, over what it would take were both in proportion to their bytes.
pub(crate) fn growth(asked: &Growth) -> io::Result<String> {
    let tree = asked.tree.canonicalize().map_err(|error| io::Error::new(error.kind(), format!("{}: {error}", asked.tree.display())))?;
    let project = source::discover(&[], &tree, &source::Options::default());
    let parts = EIGHTHS.map(|eighths| part(&project, &tree, eighths)).into_iter().collect::<io::Result<Vec<Part>>>()?;
    let contenders = [Contender::floor(asked.turns.threads)?, Contender::maplint(asked.turns.threads)];
    // By round, part, and contender.
    let mut rounds: Vec<Vec<[Measured; 2]>> = Vec::new();
    for round in 0..=asked.turns.rounds.get() {
        let mut of_round = Vec::new();
        for part in &parts {
            let mut both = [Measured::default(), Measured::default()];
            for turn in [round % 2, (round + 1) % 2] {
                both[turn] = contenders[turn].run(part.folder.path())?.swap_remove(0);
            }
            of_round.push(both);
        }
        if round > 0 {
            rounds.push(of_round);
        }
    }
    let whole = parts.len() - 1;
    let rows: Vec<[String; 8]> = (0..parts.len())
        .map(|index| {
            let Part { eighths, extent, .. } = &parts[index];
            let proportion = parts[whole].extent.bytes as f64 / extent.bytes.max(1) as f64;
            let grown = |contender: usize, of: fn(&Measured) -> f64| {
                let ratio = |round: &Vec<[Measured; 2]>| of(&round[whole][contender]) / of(&round[index][contender]) / proportion;
                Ratios::of(rounds.iter().map(ratio)).to_string()
            };
            [
                format!("{eighths}/8"),
                extent.files.to_string(),
                megabytes(extent.bytes),
                grown(1, |run| run.wall.as_secs_f64()),
                grown(1, |run| run.processor.as_secs_f64()),
                grown(1, |run| run.peak as f64),
                grown(0, |run| run.wall.as_secs_f64()),
                Ratios::of(rounds.iter().map(|round| round[index][1].wall.as_secs_f64() / round[index][0].wall.as_secs_f64())).to_string(),
            ]
        })
        .collect();
    let head = ["part", "files", "MB", "wall", "processor", "peak", "wall of the floor", "maplint / floor"];
    let name = tree.file_name().unwrap_or_default().to_string_lossy();
    Ok(format!("### {name}: all of it against each part, over the ratio of their bytes\n\n{}", table(head, &rows)))
}
