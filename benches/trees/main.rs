//! What a run over a real tree costs: `cargo bench --bench trees -- compare TREE…` and `… growth TREE`.
//!
//! Machines are noisy and differ, so no time is told: programs run in turns, and what is told are ratios
//! inside one round, as their median and their range. Reading order: `arguments`, `floor` (what a run costs at
//! least), `contender` (the programs), `edit` (what is changed between two runs), `measure` (one run), `compare`,
//! `growth` with `part` (a part of a tree), `table` (the report).

mod arguments;
mod compare;
mod contender;
mod edit;
mod floor;
mod growth;
mod measure;
mod part;
mod table;

use arguments::{Arguments, Task};
use clap::Parser;
use std::io::{self, Write};
use std::process::ExitCode;

// The floor has the allocator of maplint, so that a ratio tells of maplint's own work alone.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let written = match &arguments.task {
        Some(Task::Compare(asked)) => compare::compare(asked),
        Some(Task::Growth(asked)) => growth::growth(asked),
        Some(Task::Floor { threads, tree }) => floor::floor(tree, *threads).map(|parsed| format!("{parsed}\n")),
        // Beside the other benchmarks, which need no tree.
        None => Ok("trees: nothing to measure without a tree; see `cargo bench --bench trees -- --help`\n".to_owned()),
    };
    match written.and_then(|text| io::stdout().lock().write_all(text.as_bytes())) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Where the error stream is closed there is nobody to tell.
            let _ = writeln!(io::stderr(), "error: {error}");
            ExitCode::from(2)
        }
    }
}
