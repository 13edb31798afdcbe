//! The arguments, as one table.

use clap::{Args, Parser, Subcommand};
use std::num::NonZeroUsize;
use std::path::PathBuf;

/// Measures maplint on real trees, as ratios inside rounds
#[derive(Debug, Parser)]
#[command(name = "trees", bin_name = "cargo bench --bench trees --")]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) task: Option<Task>,
    // Cargo adds it to the arguments of every benchmark.
    #[arg(long, hide = true, global = true)]
    bench: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Task {
    /// maplint, the floor and other programs in turns on each tree
    Compare(Compare),
    /// maplint and the floor on an eighth, a quarter, a half and all of a tree
    Growth(Growth),
    /// Find, read and parse what maplint reads, and nothing else
    #[command(hide = true)]
    Floor {
        #[arg(long, value_name = "N")]
        threads: NonZeroUsize,
        tree: PathBuf,
    },
}

#[derive(Args, Debug)]
pub(crate) struct Turns {
    /// How many rounds are measured, after one that is not
    #[arg(long, value_name = "N", default_value = "5")]
    pub(crate) rounds: NonZeroUsize,
    /// How many threads maplint and the floor have
    #[arg(long, value_name = "N", default_value = "2")]
    pub(crate) threads: NonZeroUsize,
}

#[derive(Args, Debug)]
pub(crate) struct Compare {
    #[command(flatten)]
    pub(crate) turns: Turns,
    /// Another program that runs in each tree; its words are parted by spaces
    #[arg(long, value_name = "NAME=COMMAND", value_parser = named)]
    pub(crate) also: Vec<(String, Vec<String>)>,
    /// Also `go vet`, staticcheck and semgrep, each with an empty cache and with nothing changed; those that there are
    #[arg(long)]
    pub(crate) others: bool,
    /// Folders, each the root of a Go module or a Cargo workspace
    #[arg(required = true, value_name = "TREE")]
    pub(crate) trees: Vec<PathBuf>,
}

#[derive(Args, Debug)]
pub(crate) struct Growth {
    #[command(flatten)]
    pub(crate) turns: Turns,
    /// The root of a Go module or a Cargo workspace
    #[arg(value_name = "TREE")]
    pub(crate) tree: PathBuf,
}

fn named(written: &str) -> Result<(String, Vec<String>), String> {
    let (name, command) = written.split_once('=').ok_or("not of the form NAME=COMMAND")?;
    let words: Vec<String> = command.split_whitespace().map(str::to_owned).collect();
    if name.is_empty() || words.is_empty() { Err("a name or a command is missing".to_owned()) } else { Ok((name.to_owned(), words)) }
}
