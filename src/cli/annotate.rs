//! `maplint annotate`: promises that the code keeps already, shown, or written at their maps.

use super::args::AnnotateArgs;
use super::{CLEAN, FAILURE, blocking, print, refuse, say, settings, tell};
use crate::analysis::Stop;
use crate::analysis::promise::Proposal;
use crate::driver::{self, FactStore, Proposed, Reach, Request, Scope};
use crate::report::terminal::{ColorWhen, printable};
use crate::report::{Problem, Progress, Promises, Replacer, Sources, counted, keeps_promises, with_promises};
use crate::source::{FileId, Overlay};
use std::collections::{BTreeMap, BTreeSet};

/// Shows the promises, or writes them; the exit code is that of the work, whatever is proposed.
pub(super) fn annotate(args: &AnnotateArgs) -> u8 {
    let settings = match settings::of_paths(&args.run.rules, &args.paths) {
        Ok(settings) => settings,
        Err(problems) => return refuse(&problems, ColorWhen::Auto),
    };
    let rules = driver::rules(&settings.rule_folders(&args.run.rules.folders));
    let (overlay, stop) = (Overlay::default(), Stop::default());
    let propose = |store: &dyn FactStore| {
        let request = Request {
            paths: &args.paths,
            overlay: &overlay,
            reach: Reach::Paths,
            rules: &rules,
            settings: &settings,
            threads: args.run.threads,
            stop: &stop,
            inventory: false,
            store,
        };
        driver::propose(&request, &Progress::new(!args.run.quiet))
    };
    let (Proposed { proposals, mut problems, sources, scope }, _) = args.run.cache.with_store(propose);
    problems.extend(rules.problems.iter().cloned());
    let (code, notes) = if args.write {
        let Written { notes, problems: unwritten } = write(&proposals, &sources, &scope);
        problems.extend(unwritten);
        (CLEAN, notes)
    } else {
        let closing = match proposals.len() {
            0 => "no promise to propose".to_owned(),
            count => format!("{} could be made; `--write` puts them in", counted(count, "promise")),
        };
        (print(|out| proposals.iter().try_for_each(|proposal| writeln!(out, "{}", line(proposal, &sources)))), vec![closing])
    };
    problems.iter().for_each(|problem| tell(problem, ColorWhen::Auto));
    if !args.run.quiet {
        notes.iter().for_each(|note| say(note, ColorWhen::Auto));
    }
    if problems.iter().any(|problem| problem.blocking) { FAILURE } else { code }
}

/// `cache.go:12:2: Cache.entries: CONCURRENCY_SAFE: true guarded_by=mu (why)`.
fn line(proposal: &Proposal, sources: &Sources) -> String {
    let Proposal { map, text, evidence, .. } = proposal;
    let place = map.declaration.map(|at| {
        let range = sources.range(at);
        format!("{}:{}:{}: ", sources.path(at.file), range.start.line, range.start.column)
    });
    printable(&format!("{}{}: {text} ({evidence})", place.unwrap_or_default(), map.qualified())).into_owned()
}

/// What came of writing.
#[derive(Default)]
struct Written {
    notes: Vec<String>,
    problems: Vec<Problem>,
}

/// Writes each file whole or not at all, and only where every promise is read again as one.
fn write(proposals: &[Proposal], sources: &Sources, scope: &Scope) -> Written {
    let mut written = Written::default();
    let mut replacer = Replacer::default();
    let (mut promises, mut files, mut unplaced) = (0, 0, Vec::new());
    for (file, (placed, contradicting)) in by_file(proposals, sources) {
        let place = |line: u32| format!("{}:{line}", sources.path(file));
        unplaced.extend(contradicting.into_iter().map(place));
        let old = sources.text(file).as_str();
        let (new, left) = with_promises(old, scope.language(file), &placed);
        let count = placed.len() - left.len();
        unplaced.extend(left.into_iter().map(place));
        if count == 0 {
            continue;
        }
        if !keeps_promises(&scope.directives(file, old), &scope.directives(file, &new), count) {
            written.problems.push(blocking(sources.path(file), &"not written: a promise would not be read as one"));
            continue;
        }
        match replacer.text(scope.path(file), old, &new) {
            Ok(()) => (promises, files) = (promises + count, files + 1),
            Err(error) => written.problems.push(blocking(sources.path(file), &format!("not written: {error}"))),
        }
    }
    written.notes.push(format!("wrote {} into {}", counted(promises, "promise"), counted(files, "file")));
    written.notes.extend(unplaced.iter().map(|place| format!("{place}: no place for a promise that keeps the formatting")));
    written
}

/// The promises by file and line, and the lines whose maps would carry different ones.
fn by_file(proposals: &[Proposal], sources: &Sources) -> BTreeMap<FileId, (Promises, BTreeSet<u32>)> {
    let mut files: BTreeMap<FileId, (Promises, BTreeSet<u32>)> = BTreeMap::new();
    for proposal in proposals {
        let Some(at) = proposal.map.declaration else { continue };
        let (promises, contradicting) = files.entry(at.file).or_default();
        let line = sources.line(at);
        if promises.insert(line, proposal.text.clone()).is_some_and(|known| known != proposal.text) {
            contradicting.insert(line);
        }
    }
    for (promises, contradicting) in files.values_mut() {
        promises.retain(|line, _| !contradicting.contains(line));
    }
    files
}
