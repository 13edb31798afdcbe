//! The flags, as one table.

use super::cache::{CacheArgs, CacheCommand};
use super::change::ChangeArgs;
use super::fix::FixArgs;
use super::known::KnownArgs;
use super::size::{GoVersion, count, go_version};
use super::values::{ListFormat, Output, output};
use crate::diagnostic::{Confidence, Severity};
use crate::report::terminal::ColorWhen;
use crate::report::{DecisionFormat, Format, MapsFormat, MapsOrder};
use clap::builder::NonEmptyStringValueParser;
use clap::{Args, Parser, Subcommand};
use std::num::NonZeroUsize;
use std::path::PathBuf;

const EXIT_CODES: &str = "\
Exit codes:
  0  nothing at or above --fail-on
  1  findings at or above --fail-on; with --fix, of those that are left; with --diff, something would be changed
  2  the work could not be done: bad arguments or config, no such path, an unreadable file or rule";

const SIZE_EXAMPLES: &str = "\
Examples:
  maplint size 'map[string]*Session' -n 1e6
  maplint size 'HashMap<u64, u64>' -n 1_000_000 --hint 1000
  maplint size 'map[int][4]uint64' -n 5000 --go 1.23,1.27 --format json
  maplint size cache.go:Cache.entries -n 1e5

Worked out for machines of 64 bits, for a map that is filled with distinct keys and not emptied.
What keys and values point to is not counted. Without --go, the maps of Go 1.22 to 1.23 and those
of Go 1.24 and newer are shown: the toolchain decides, not the `go` line of a go.mod alone.";

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
    /// List every map: its guard, who writes and reads it, its keys, how it grows, what fits it
    Maps(MapsArgs),
    /// Say what to keep a map in, and what that rests on
    Decide(DecideArgs),
    /// Propose `CONCURRENCY_SAFE` promises that the code keeps already, or write them
    Annotate(AnnotateArgs),
    /// Say what a map costs: allocations, bytes, and when it grows
    #[command(after_help = SIZE_EXAMPLES)]
    Size(SizeArgs),
    /// Print the page of a rule
    Explain(ExplainArgs),
    /// List all rules
    Rules(RulesArgs),
    /// Show, find and check the configuration
    Config(ConfigArgs),
    /// Look at what runs keep for later ones, or take it away
    #[command(subcommand)]
    Cache(CacheCommand),
    /// Write a commented maplint.toml, and hook and CI files
    Init(InitArgs),
    /// Serve an editor, over the Language Server Protocol on standard input and output
    Lsp(LspArgs),
    /// Print what the front end saw in a file, for bug reports
    Facts(FactsArgs),
    /// Print the completions of a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print the man page, of all of maplint or of one command
    Man {
        /// The command
        command: Option<String>,
    },
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
    /// Findings of these rules are errors: ids (which also turns them on) or categories
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    pub(super) error: Vec<String>,
    /// Findings of these rules are warnings
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    pub(super) warn: Vec<String>,
    /// Findings of these rules are notes
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    pub(super) note: Vec<String>,
    /// Show findings of at least this level [default: note]
    #[arg(long, value_name = "LEVEL")]
    pub(super) min_severity: Option<Severity>,
    /// Show findings that are at least this sure [default: likely]
    #[arg(long, value_name = "LEVEL")]
    pub(super) min_confidence: Option<Confidence>,
    /// Exit with 1 for findings of at least this level [default: warning]
    #[arg(long, value_name = "LEVEL")]
    pub(super) fail_on: Option<Severity>,
    /// Exit with 0 whatever is found
    #[arg(long)]
    pub(super) exit_zero: bool,
    /// How findings are shown
    #[arg(long, default_value = "full")]
    pub(super) format: Format,
    /// Also write the report into a file; may be repeated
    #[arg(long, value_name = "FORMAT=FILE", value_parser = output)]
    pub(super) output: Vec<Output>,
    /// Also show the findings that the source silences: in the formats full, concise, json, ndjson and sarif
    #[arg(long, conflicts_with_all = ["staged", "since"])]
    pub(super) show_suppressed: bool,
    /// In SARIF: what tells this run from others over the same commit
    #[arg(long, value_name = "NAME", value_parser = NonEmptyStringValueParser::new())]
    pub(super) sarif_category: Option<String>,
    /// Show how many findings each rule has in the place of the findings
    #[arg(long, conflicts_with = "format")]
    pub(super) statistics: bool,
    /// Print the files that would be checked, and check nothing
    #[arg(long, conflicts_with_all = ["statistics", "format", "output"])]
    pub(super) show_files: bool,
    /// Say how long each stage and each rule took, nothing being taken from earlier runs
    #[arg(long)]
    pub(super) timings: bool,
    #[command(flatten)]
    pub(super) known: KnownArgs,
    #[command(flatten)]
    pub(super) change: ChangeArgs,
    #[command(flatten)]
    pub(super) fix: FixArgs,
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
    #[command(flatten)]
    pub(super) cache: CacheArgs,
    /// When to colour
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub(super) color: ColorWhen,
    /// Only findings and problems: no closing line, no progress
    #[arg(long, short, conflicts_with = "verbose")]
    pub(super) quiet: bool,
    /// Close with what is not shown, and how many findings each rule has; say where maplint itself failed, and what of its
    /// cache cannot be used
    #[arg(long, short)]
    pub(super) verbose: bool,
}

#[derive(Debug, Args)]
pub(super) struct MapsArgs {
    /// Files, folders, or folders with all below them (`dir/...`)
    #[arg(default_value = "./...")]
    pub(super) paths: Vec<PathBuf>,
    /// Only maps whose name (`Type.field`), type, package or path contains this; may be repeated: all must be there
    #[arg(long, value_name = "TEXT")]
    pub(super) filter: Vec<String>,
    /// Only maps without a lock that all of their uses hold
    #[arg(long)]
    pub(super) unguarded: bool,
    /// Only maps that several threads can have at the same time
    #[arg(long)]
    pub(super) shared: bool,
    /// Also maps of tests
    #[arg(long)]
    pub(super) tests: bool,
    /// In which order: those with the most threads, writers, readers or uses come first
    #[arg(long, value_name = "KEY", default_value = "place")]
    pub(super) sort: MapsOrder,
    /// How they are listed; in the table threads, writers and readers are numbers
    #[arg(long, default_value = "table")]
    pub(super) format: MapsFormat,
    #[command(flatten)]
    pub(super) run: RunArgs,
}

#[derive(Debug, Args)]
pub(super) struct DecideArgs {
    /// The map: `entries`, `Cache.entries`, or where it is declared, `cache.go:12`
    pub(super) map: String,
    /// Files, folders, or folders with all below them (`dir/...`)
    #[arg(default_value = "./...")]
    pub(super) paths: Vec<PathBuf>,
    /// How it is said
    #[arg(long, default_value = "text")]
    pub(super) format: DecisionFormat,
    #[command(flatten)]
    pub(super) run: RunArgs,
}

/// How a command runs that is about maps.
#[derive(Debug, Args)]
pub(super) struct RunArgs {
    #[command(flatten)]
    pub(super) rules: RuleFolders,
    /// How many threads work [default: as many as the machine has]
    #[arg(long, value_name = "N")]
    pub(super) threads: Option<NonZeroUsize>,
    #[command(flatten)]
    pub(super) cache: CacheArgs,
    /// Only what is asked for and problems: no closing line, no progress
    #[arg(long, short)]
    pub(super) quiet: bool,
}

#[derive(Debug, Args)]
pub(super) struct AnnotateArgs {
    /// Files, folders, or folders with all below them (`dir/...`)
    #[arg(default_value = "./...")]
    pub(super) paths: Vec<PathBuf>,
    /// Write the promises into the files, at the declarations of their maps
    #[arg(long)]
    pub(super) write: bool,
    #[command(flatten)]
    pub(super) run: RunArgs,
}

#[derive(Debug, Args)]
pub(super) struct RuleFolders {
    /// Load the rules in this folder too; may be repeated
    #[arg(long = "rules", value_name = "DIR")]
    pub(super) folders: Vec<PathBuf>,
    /// Use this config, for all files [default: the maplint.toml nearest to each file]
    #[arg(long, value_name = "FILE")]
    pub(super) config: Option<PathBuf>,
    /// Use no config: only the defaults and the flags
    #[arg(long, conflicts_with = "config")]
    pub(super) no_config: bool,
}

#[derive(Debug, Args)]
pub(super) struct SizeArgs {
    /// A type (`map[string]int`, `HashMap<u64, String>`), or PATH:MAP: a map that is declared in a file or folder,
    /// by `Type.field`, `function.local`, the last of these, or the line of its declaration
    #[arg(value_name = "TYPE|PATH:MAP")]
    pub(super) map: String,
    /// How many entries: `1000000`, `1_000_000`, `1e6`
    #[arg(long, short = 'n', value_name = "N", value_parser = count)]
    pub(super) entries: u64,
    /// The size with which it is made, beside none [default: the number of entries]
    #[arg(long, value_name = "N", value_parser = count)]
    pub(super) hint: Option<u64>,
    /// Versions of Go, from 1.22 on [default: those before 1.24 and those after]
    #[arg(long, value_name = "VERSIONS", value_delimiter = ',', value_parser = go_version)]
    pub(super) go: Vec<GoVersion>,
    /// How it is shown
    #[arg(long, default_value = "table")]
    pub(super) format: ListFormat,
    #[command(flatten)]
    pub(super) run: RunArgs,
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
pub(super) struct ConfigArgs {
    #[command(subcommand)]
    pub(super) command: ConfigCommand,
}

#[derive(Debug, Subcommand)]
pub(super) enum ConfigCommand {
    /// Print the config that holds, and where each value comes from
    Show {
        /// The file or folder for which it holds
        #[arg(default_value = ".")]
        path: PathBuf,
    },
    /// Print where the config is; nothing where there is none
    Path {
        /// The file or folder for which it holds
        #[arg(default_value = ".")]
        path: PathBuf,
    },
    /// Print the JSON schema of maplint.toml
    Schema,
    /// Check a config: keys, values, patterns, rule names, and the rules that it loads
    Check {
        /// The config [default: the nearest maplint.toml]
        file: Option<PathBuf>,
    },
}

#[derive(Debug, Args)]
pub(super) struct InitArgs {
    /// Also write .pre-commit-config.yaml, for pre-commit
    #[arg(long)]
    pub(super) pre_commit: bool,
    /// Also write lefthook.yml, for Lefthook
    #[arg(long)]
    pub(super) lefthook: bool,
    /// Also write .github/workflows/maplint.yml, for GitHub Actions
    #[arg(long)]
    pub(super) github: bool,
    /// Overwrite what is there; beside the files of hooks, not the config
    #[arg(long)]
    pub(super) force: bool,
}

#[derive(Debug, Args)]
pub(super) struct LspArgs {
    /// How many threads a run has [default: as many as the machine]
    #[arg(long, value_name = "N")]
    pub(super) threads: Option<NonZeroUsize>,
    /// What clients pass for this transport, which is the only one
    #[arg(long, hide = true)]
    pub(super) stdio: bool,
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
