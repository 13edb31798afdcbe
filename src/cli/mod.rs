//! The command line: which flags there are, and which stage each command calls.

mod add_ignore;
mod annotate;
mod args;
mod cache;
mod change;
mod check;
mod config;
mod fault;
mod fix;
mod init;
mod inventory;
mod known;
mod lint;
mod lsp;
mod maps;
mod pages;
mod settings;
mod shell;
mod size;
mod values;

use crate::driver;
use crate::report::terminal::printable_lines;
use crate::report::{Problem, note_line, problem_line, terminal::ColorWhen, to_stdout};
use args::{Cli, Command};
use clap::Parser;
use std::ffi::OsString;
use std::io::{self, IsTerminal, Write};

pub use fault::guarded;

/// Nothing to report.
const CLEAN: u8 = 0;
/// Findings at or above `--fail-on`.
const FINDINGS: u8 = 1;
/// The work could not be done.
const FAILURE: u8 = 2;

/// Runs the command that `args` (program name first) ask for; the result is the exit code.
pub fn run(args: impl IntoIterator<Item = OsString>) -> u8 {
    let cli = match Cli::try_parse_from(args) {
        Ok(cli) => cli,
        Err(error) => {
            // Help and usage errors to a reader that is gone: nobody is left to tell.
            let _ = error.print();
            return if error.use_stderr() { FAILURE } else { CLEAN };
        }
    };
    let verbose = match &cli.command {
        None => cli.check.verbose,
        Some(Command::Check(args)) => args.verbose,
        Some(_) => false,
    };
    guarded(verbose, || dispatch(cli))
}

fn dispatch(cli: Cli) -> u8 {
    match cli.command {
        None => check::check(&cli.check),
        Some(Command::Check(args)) => check::check(&args),
        Some(Command::Maps(args)) => maps::maps(&args),
        Some(Command::Decide(args)) => maps::decide_map(&args),
        Some(Command::Annotate(args)) => annotate::annotate(&args),
        Some(Command::Explain(args)) => pages::explain(&args),
        Some(Command::Rules(args)) => pages::rules(&args),
        Some(Command::Cache(command)) => cache::cache(&command),
        Some(Command::Config(args)) => config::config(&args.command),
        Some(Command::Init(args)) => init::init(&args),
        Some(Command::Completions { shell }) => shell::completions(shell),
        Some(Command::Man { command }) => shell::man(command.as_deref()),
        Some(Command::Size(args)) => size::size(&args),
        Some(Command::Lsp(args)) => lsp::lsp(&args),
        Some(Command::Facts(args)) => match driver::facts(&args.file) {
            Ok(text) => print(|out| out.write_all(printable_lines(&text).as_bytes())),
            Err(problem) => fail(&problem),
        },
    }
}

/// Writes to standard output: clean, or a failure where that cannot be written to.
fn print(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> u8 {
    match to_stdout(write) {
        Ok(()) => CLEAN,
        Err(error) => fail(&blocking("standard output", &error)),
    }
}

/// Tells of a problem, in the default colours.
fn fail(problem: &Problem) -> u8 {
    tell(problem, ColorWhen::Auto);
    FAILURE
}

/// Tells of problems that keep the work from being done.
fn refuse<'p>(problems: impl IntoIterator<Item = &'p Problem>, color: ColorWhen) -> u8 {
    problems.into_iter().for_each(|problem| tell(problem, color));
    FAILURE
}

/// One problem on the error stream; where that is closed there is nobody to tell.
fn tell(problem: &Problem, color: ColorWhen) {
    let mut stderr = io::stderr().lock();
    let paint = color.resolve(stderr.is_terminal());
    let _ = writeln!(stderr, "{}", problem_line(problem, paint));
}

/// Something worth knowing, on the error stream.
fn say(note: &str, color: ColorWhen) {
    let mut stderr = io::stderr().lock();
    let paint = color.resolve(stderr.is_terminal());
    let _ = writeln!(stderr, "{}", note_line(note, paint));
}

/// A problem that makes the exit code 2.
fn blocking(file: &str, message: &impl ToString) -> Problem {
    Problem { file: file.to_owned(), line: None, message: message.to_string(), blocking: true }
}
