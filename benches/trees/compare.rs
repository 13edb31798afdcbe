//! Programs in turns on each tree.

use crate::arguments::Compare;
use crate::contender::{Contender, FLOOR, MAPLINT, contenders};
use crate::measure::Measured;
use crate::part::Extent;
use crate::table::{Ratios, megabytes, table};
use maplint::source;
use std::io;
use std::path::{Path, PathBuf};

/// The report: for each tree a table of the programs.
pub(crate) fn compare(asked: &Compare) -> io::Result<String> {
    let folder = tempfile::tempdir()?;
    let (contenders, missing) = contenders(asked, folder.path())?;
    let measured = asked.trees.iter().map(|tree| in_turns(&contenders, tree, asked.turns.rounds.get()));
    // All is measured before the files are counted: a program counts for its peak what was resident in the one that
    // started it.
    let measured = measured.collect::<io::Result<Vec<_>>>()?;
    let mut report: String = measured.iter().map(|(tree, rows)| of_tree(tree, rows)).collect();
    missing.iter().for_each(|program| report.push_str(&format!("`{program}` is not on this machine.\n")));
    Ok(report)
}

/// The tree's full path, and the programs' runs in it.
fn in_turns(contenders: &[Contender], tree: &Path, rounds: usize) -> io::Result<(PathBuf, Vec<Row>)> {
    let tree = tree.canonicalize().map_err(|error| io::Error::new(error.kind(), format!("{}: {error}", tree.display())))?;
    // So that the disk has no part in it, all files are read once before.
    contenders.iter().filter(|contender| contender.rows().len() == 1).try_for_each(|contender| contender.run(&tree).map(drop))?;
    let mut rows: Vec<Vec<Row>> = contenders.iter().map(|contender| contender.rows().into_iter().map(Row::new).collect()).collect();
    for round in 0..rounds {
        // Each round starts with another program, so that none always follows the same one.
        for turn in 0..contenders.len() {
            let index = (round + turn) % contenders.len();
            let runs = contenders[index].run(&tree)?;
            rows[index].iter_mut().zip(runs).for_each(|(row, run)| row.runs.push(run));
        }
    }
    Ok((tree, rows.into_iter().flatten().collect()))
}

/// A line of a table, and its runs by round.
struct Row {
    name: String,
    runs: Vec<Measured>,
}

impl Row {
    fn new(name: String) -> Row {
        Row { name, runs: Vec::new() }
    }

    /// The ratio to another row, round by round.
    fn against(&self, base: &Row, of: impl Fn(&Measured) -> f64) -> String {
        Ratios::of(self.runs.iter().zip(&base.runs).map(|(run, base)| of(run) / of(base))).to_string()
    }
}

fn of_tree(tree: &Path, rows: &[Row]) -> String {
    let extent = Extent::of(&source::discover(&[], tree, &source::Options::default()).files);
    let named = |name: &str| rows.iter().find(|row| row.name == name).expect("the floor and maplint always run");
    let (floor, maplint) = (named(FLOOR), named(MAPLINT));
    let cells = |row: &Row| {
        let last = row.runs.last().cloned().unwrap_or_default();
        let peak = row.runs.iter().map(|run| run.peak).max().unwrap_or(0);
        [
            row.name.clone(),
            row.against(floor, |run| run.wall.as_secs_f64()),
            row.against(floor, |run| run.processor.as_secs_f64()),
            row.against(floor, |run| run.peak as f64),
            row.against(maplint, |run| run.wall.as_secs_f64()),
            megabytes(peak),
            last.code.map_or_else(|| "signal".to_owned(), |code| code.to_string()),
        ]
    };
    let head = ["", "wall / floor", "processor / floor", "peak / floor", "wall / maplint", "peak in MB", "exit code"];
    let name = tree.file_name().unwrap_or_default().to_string_lossy();
    let title = format!("### {name}: {} files, {} MB\n\n", extent.files, megabytes(extent.bytes));
    let failed = rows.iter().filter_map(|row| row.runs.last().filter(|run| run.code != Some(0)).map(|run| (row, run)));
    let told: String = failed.map(|(row, run)| format!("{} ended with: {}\n", row.name, run.last_words)).collect();
    format!("{title}{}\n{told}", table(head, &rows.iter().map(cells).collect::<Vec<_>>()))
}
