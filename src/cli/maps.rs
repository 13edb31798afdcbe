//! `maplint maps` and `maplint decide`: the inventory, and what fits one map of it.

use super::args::{DecideArgs, InventoryArgs, MapsArgs};
use super::{CLEAN, FAILURE, blocking, fail, print, refuse, say, settings, tell};
use crate::analysis::Stop;
use crate::decision::decide;
use crate::diagnostic::inventory::Entry;
use crate::driver::{self, Checked, Reach, Request};
use crate::report::terminal::ColorWhen;
use crate::report::{Day, Maps, MapsFilter, Options, Problem, Progress, Report, Sources, counted, write_decision};
use crate::source::Overlay;
use std::io::{self, IsTerminal};
use std::path::PathBuf;
use std::time::Instant;

/// Lists the maps; the exit code is that of the work, whatever is found.
pub(super) fn maps(args: &MapsArgs) -> u8 {
    let found = match inventory(&args.inventory, &args.paths) {
        Ok(found) => found,
        Err(problems) => return refuse(&problems, ColorWhen::Auto),
    };
    let filter = MapsFilter { unguarded: args.unguarded, shared: args.shared, tests: args.tests, words: args.filter.clone() };
    let maps = Maps::new(&found.entries, &found.report.findings, &found.report.errors, &found.sources, &filter, args.sort);
    let code = print(|out| maps.write(args.format, out));
    if !args.inventory.quiet {
        let of = if maps.len() == found.entries.len() { String::new() } else { format!(" of {}", found.entries.len()) };
        say(&format!("{}{of}, {} shared", counted(maps.len(), "map"), maps.shared()), ColorWhen::Auto);
    }
    code.max(found.code())
}

/// Prints the way of one map through the decision table.
pub(super) fn decide_map(args: &DecideArgs) -> u8 {
    let found = match inventory(&args.inventory, &args.paths) {
        Ok(found) => found,
        Err(problems) => return refuse(&problems, ColorWhen::Auto),
    };
    let entry = match named(&found.entries, &args.map, &found.sources) {
        Ok(entry) => entry,
        Err(problem) => return fail(&problem),
    };
    let paint = ColorWhen::Auto.resolve(io::stdout().is_terminal());
    let code = print(|out| write_decision(entry, &decide(entry), &found.sources, args.format, paint, out));
    code.max(found.code())
}

/// All maps under some paths, and what is found there.
struct Found {
    entries: Vec<Entry>,
    report: Report,
    sources: Sources,
}

impl Found {
    /// Tells of what went wrong; gives the exit code of that.
    fn code(&self) -> u8 {
        self.report.errors.iter().for_each(|problem| tell(problem, ColorWhen::Auto));
        if self.report.is_blocked() { FAILURE } else { CLEAN }
    }
}

fn inventory(args: &InventoryArgs, paths: &[PathBuf]) -> Result<Found, Vec<Problem>> {
    let started = Instant::now();
    let today = Day::today().map_err(|wrong| vec![blocking("", &wrong)])?;
    let settings = settings::of_paths(&args.rules, paths)?;
    let rules = driver::rules(&settings.rule_folders(&args.rules.folders));
    let (overlay, stop) = (Overlay::default(), Stop::default());
    let request = Request {
        paths,
        overlay: &overlay,
        reach: Reach::Paths,
        rules: &rules,
        settings: &settings,
        threads: args.threads,
        stop: &stop,
        inventory: true,
    };
    let progress = Progress::new(!args.quiet);
    let Checked { mut gathered, sources, policy, inventory, .. } = driver::check(&request, &progress);
    gathered.problems.extend(rules.problems.iter().cloned());
    let options = Options { rules: &rules.infos, policy: &policy, today, elapsed: started.elapsed() };
    let report = Report::new(gathered, &sources, &options);
    Ok(Found { entries: inventory, report, sources })
}

/// The map that `name` means: `entries`, `Cache.entries`, or the place of its declaration, `cache.go:12`.
fn named<'e>(entries: &'e [Entry], name: &str, sources: &Sources) -> Result<&'e Entry, Problem> {
    let place = |entry: &Entry| entry.map.declaration.map(|at| format!("{}:{}", sources.path(at.file), sources.line(at)));
    let means = |entry: &&Entry| {
        let full = entry.map.qualified();
        full == name || entry.map.name == name || place(entry).is_some_and(|place| place == name)
    };
    let exact = |entry: &&Entry| entry.map.qualified() == name;
    let mut found: Vec<&Entry> = entries.iter().filter(means).collect();
    if found.iter().filter(|entry| exact(entry)).count() == 1 {
        found.retain(exact);
    }
    match found.as_slice() {
        [one] => Ok(one),
        [] => Err(blocking(name, &"no map of this name is declared there; `maplint maps` lists them")),
        several => {
            let told = |entry: &&Entry| format!("{} at {}", entry.map.qualified(), place(entry).unwrap_or_default());
            let told: Vec<String> = several.iter().map(told).collect();
            Err(blocking(name, &format!("it may be any of {}; name one by its place", told.join(", "))))
        }
    }
}
