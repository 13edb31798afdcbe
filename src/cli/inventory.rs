//! All maps under some paths, for the commands that are about maps; and the one that a user means.

use super::args::RunArgs;
use super::lint::{Linted, lint};
use super::{CLEAN, FAILURE, blocking, fail, say, settings, tell};
use crate::analysis::Stop;
use crate::diagnostic::inventory::{ELEMENT, Entry};
use crate::driver::{self, FactStore, Reach, Request};
use crate::report::terminal::ColorWhen;
use crate::report::{Day, Problem, Report, Sources};
use crate::source::Overlay;
use std::path::PathBuf;
use std::time::Instant;

/// So many maps are named where none, or no one, is meant.
const CANDIDATES: usize = 20;

/// All maps under some paths, and what is found there.
pub(super) struct Inventory {
    /// In the order of path and place.
    pub(super) entries: Vec<Entry>,
    pub(super) report: Report,
    pub(super) sources: Sources,
}

impl Inventory {
    /// Runs the analysis and the rules. What is wrong with config or rules keeps it from running.
    pub(super) fn new(args: &RunArgs, paths: &[PathBuf]) -> Result<Inventory, Vec<Problem>> {
        let started = Instant::now();
        let today = Day::today().map_err(|wrong| vec![blocking("", &wrong)])?;
        let settings = settings::of_paths(&args.rules, paths)?;
        let rules = driver::rules(&settings.rule_folders(&args.rules.folders));
        let (overlay, stop) = (Overlay::default(), Stop::default());
        let lint = |store: &dyn FactStore| {
            let request = Request {
                paths,
                overlay: &overlay,
                reach: Reach::Paths,
                rules: &rules,
                settings: &settings,
                threads: args.threads,
                stop: &stop,
                inventory: true,
                store,
            };
            lint(&request, args.quiet, today, started)
        };
        let (Linted { report, sources, inventory: entries, .. }, _) = args.cache.with_store(lint);
        Ok(Inventory { entries, report, sources })
    }

    /// Tells of what went wrong; gives the exit code of that.
    pub(super) fn code(&self) -> u8 {
        self.report.errors.iter().for_each(|problem| tell(problem, ColorWhen::Auto));
        if self.report.is_blocked() { FAILURE } else { CLEAN }
    }
}

/// The one map that `asked` means: by its whole name, by what stands behind its owner, by the line on which it is declared,
/// or by file and line. The error names those that it could be.
pub(super) fn choose<'e>(entries: &'e [Entry], sources: &Sources, asked: &str) -> Result<&'e Entry, NotOne> {
    let asked = asked.replace("::", ".").replace("[]", ELEMENT);
    let is_placed = |entry: &&Entry| {
        entry.map.declaration.is_some_and(|at| {
            let line = sources.line(at).to_string();
            asked == line || asked.strip_suffix(&line).and_then(|file| file.strip_suffix(':')) == Some(sources.path(at.file))
        })
    };
    let is_named = |entry: &&Entry| full_name(entry) == asked;
    let is_behind = |entry: &&Entry| full_name(entry).strip_suffix(asked.as_str()).is_some_and(|owner| owner.ends_with('.'));
    let all = |wanted: &dyn Fn(&&Entry) -> bool| -> Vec<&'e Entry> { entries.iter().filter(wanted).collect() };
    let ways: [&dyn Fn(&&Entry) -> bool; 3] = [&is_placed, &is_named, &is_behind];
    let found = ways.into_iter().map(all).find(|found| !found.is_empty()).unwrap_or_default();
    match found.as_slice() {
        [one] => Ok(one),
        [] if entries.is_empty() => Err(NotOne { message: "no map is declared there".to_owned(), maps: Vec::new() }),
        [] => Err(NotOne { message: format!("no map is named `{asked}`; there are"), maps: listed(entries.iter(), sources) }),
        several => {
            let message = format!("several maps are named `{asked}`; give a longer name, or the line");
            Err(NotOne { message, maps: listed(several.iter().copied(), sources) })
        }
    }
}

/// Why it is not clear which map is meant, and those that it may be.
pub(super) struct NotOne {
    message: String,
    maps: Vec<String>,
}

impl NotOne {
    /// Tells it, a line for each map; gives the exit code.
    pub(super) fn tell(&self, about: &str) -> u8 {
        let code = fail(&blocking(about, &self.message));
        self.maps.iter().for_each(|map| say(map, ColorWhen::Auto));
        code
    }
}

fn listed<'e>(entries: impl ExactSizeIterator<Item = &'e Entry>, sources: &Sources) -> Vec<String> {
    let more = entries.len().saturating_sub(CANDIDATES);
    let named = entries.take(CANDIDATES).map(|entry| shown(entry, sources));
    named.chain((more > 0).then(|| format!("and {more} more"))).collect()
}

/// `cache.go:12:2: Cache.entries map[string]int`.
pub(super) fn shown(entry: &Entry, sources: &Sources) -> String {
    let place = entry.map.declaration.map(|at| {
        let range = sources.range(at);
        format!("{}:{}:{}: ", sources.path(at.file), range.start.line, range.start.column)
    });
    format!("{}{} {}", place.unwrap_or_default(), full_name(entry), entry.map.ty)
}

/// With dots in both languages.
fn full_name(entry: &Entry) -> String {
    entry.map.qualified().replace("::", ".")
}
