//! The flags, as one table.

use super::change::ChangeArgs;
use super::known::KnownArgs;
use super::values::{ListFormat, Output, output};
use crate::diagnostic::{Confidence, Severity};
use crate::report::Format;
use crate::report::terminal::ColorWhen;
use clap::{Args, Parser, Subcommand};
use std::num::NonZeroUsize;
use std::path::PathBuf;

const EXIT_CODES: &str = "\
Exit codes:
  0  nothing at or above --fail-on
  1  findings at or above --fail-on
  2  the work could not be done: bad arguments, no such path, an unreadable file or rule";

/// Finds what will go wrong with maps in Go and Rust code.
#[derive(Debug, Parser)]
#[command(name = "maplint", version, args_conflicts_with_subcommands = true, after_help = EXIT_CODES)]
pub(super) struct Cli {
    #[command(subcommand)]
    pub(super) command: Option<Command>,
    #[command(flatten)]
    pub(super) check: CheckArgs,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Lint (the default command)
    #[command(after_help = EXIT_CODES)]
    Check(Box<CheckArgs>),
    /// Print the page of a rule
    Explain(ExplainArgs),
    /// List all rules
    Rules(RulesArgs),
    /// Print what the front end saw in a file, for bug reports
    Facts(FactsArgs),
}

#[derive(Debug, Args)]
pub(super) struct CheckArgs {
    /// Files, folders, or folders with all below them (`dir/...`)
    #[arg(default_value = "./...")]
    pub(super) paths: Vec<PathBuf>,
    /// Run only these rules: ids, categories (those of them that are on by default), or `all`
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    pub(super) select: Vec<String>,
    /// Leave these rules out: ids or categories; the more specific name wins
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    pub(super) ignore: Vec<String>,
    /// Show findings that are at least this sure
    #[arg(long, value_name = "LEVEL", default_value = "likely")]
    pub(super) min_confidence: Confidence,
    /// Exit with 1 for findings of at least this level
    #[arg(long, value_name = "LEVEL", default_value = "warning")]
    pub(super) fail_on: Severity,
    /// How findings are shown
    #[arg(long, default_value = "full")]
    pub(super) format: Format,
    /// Also write the report into a file; may be repeated
    #[arg(long, value_name = "FORMAT=FILE", value_parser = output)]
    pub(super) output: Vec<Output>,
    #[command(flatten)]
    pub(super) known: KnownArgs,
    #[command(flatten)]
    pub(super) change: ChangeArgs,
    /// Write a suppression with this reason above each line that is shown
    #[arg(long, value_name = "REASON", conflicts_with_all = ["staged", "stdin_filename", "write_baseline"])]
    pub(super) add_ignore: Option<String>,
    #[command(flatten)]
    pub(super) rules: RuleFolders,
    /// Report in generated files too
    #[arg(long)]
    pub(super) generated: bool,
    /// How many threads work [default: as many as the machine has]
    #[arg(long, value_name = "N")]
    pub(super) threads: Option<NonZeroUsize>,
    /// When to colour
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub(super) color: ColorWhen,
    /// Only findings and problems: no closing line, no progress
    #[arg(long, short, conflicts_with = "verbose")]
    pub(super) quiet: bool,
    /// Close with what is not shown, and how many findings each rule has; say where maplint itself failed
    #[arg(long, short)]
    pub(super) verbose: bool,
}

#[derive(Debug, Args)]
pub(super) struct RuleFolders {
    /// Load the rules in this folder too; may be repeated
    #[arg(long = "rules", value_name = "DIR")]
    pub(super) folders: Vec<PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct ExplainArgs {
    /// The rule, as in the brackets of a finding
    pub(super) id: String,
    #[command(flatten)]
    pub(super) rules: RuleFolders,
}

#[derive(Debug, Args)]
pub(super) struct RulesArgs {
    /// How they are listed
    #[arg(long, default_value = "table")]
    pub(super) format: ListFormat,
    #[command(flatten)]
    pub(super) rules: RuleFolders,
}

#[derive(Debug, Args)]
pub(super) struct FactsArgs {
    /// A Go or Rust file
    pub(super) file: PathBuf,
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_table_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn check_is_the_default_command() {
        let paths = |args: &[&str]| Cli::try_parse_from(args).map(|cli| cli.check.paths);
        assert_eq!(paths(&["maplint"]).expect("parses"), [PathBuf::from("./...")]);
        assert_eq!(paths(&["maplint", "--quiet", "a", "b/..."]).expect("parses"), [PathBuf::from("a"), PathBuf::from("b/...")]);
        let cli = Cli::try_parse_from(["maplint", "check", "a"]).expect("parses");
        assert!(matches!(cli.command, Some(Command::Check(args)) if args.paths == [PathBuf::from("a")]));
    }

    #[test]
    fn lists_may_be_repeated_or_divided_by_commas() {
        let cli = Cli::try_parse_from(["maplint", "--select", "a,b", "--select", "c"]).expect("parses");
        assert_eq!(cli.check.select, ["a", "b", "c"]);
    }
}
