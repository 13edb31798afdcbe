//! `maplint check`: the whole run, from arguments to exit code.

use super::args::CheckArgs;
use super::change::{self, Tree};
use super::{CLEAN, FAILURE, FINDINGS, add_ignore, blocking, known, say, tell};
use crate::driver::{self, Checked, Request, Rules, Scope};
use crate::report::terminal::Paint;
use crate::report::{Day, Detail, Options, Presentation, Problem, Progress, Report, Selection, Sources, closing_line, to_file, to_stdout};
use std::io::{self, IsTerminal, Write};
use std::time::Instant;

/// Lints, writes every report that is asked for, and gives the exit code.
pub(super) fn check(args: &CheckArgs) -> u8 {
    let started = Instant::now();
    let rules = driver::rules(&args.rules.folders);
    let selection = match Selection::new(&args.select, &args.ignore, &rules.infos) {
        Ok(selection) => selection,
        Err(unknown) => {
            // The name may be that of a refused rule, so these are told first.
            rules.problems.iter().for_each(|problem| tell(problem, args.color));
            tell(&blocking("", &unknown), args.color);
            return FAILURE;
        }
    };
    let today = match Day::today() {
        Ok(today) => today,
        Err(wrong) => {
            tell(&blocking("", &wrong), args.color);
            return FAILURE;
        }
    };
    let told = |problem: &Problem| {
        tell(problem, args.color);
        FAILURE
    };
    let accepted = match known::read(&args.known) {
        Ok(accepted) => accepted,
        Err(problem) => return told(&problem),
    };
    let reason = match args.add_ignore.as_ref().map(|written| add_ignore::reason(written, today)).transpose() {
        Ok(reason) => reason,
        Err(problem) => return told(&problem),
    };
    let trees = match change::trees(&args.paths, &args.change) {
        Ok(trees) => trees,
        Err(problem) => return told(&problem),
    };
    let asked = Asked { args, rules: &rules, selection: &selection, today };
    let Linted { mut report, sources, scope } = asked.lint(&trees.head, started);
    let mut notes = Vec::new();
    let mut unwritten = Vec::new();
    if let Some(accepted) = &accepted {
        let run = known::Run { report: &mut report, sources: &sources, scope: &scope, rules: &rules.infos, selection: &selection };
        match accepted.settle(run) {
            Ok(worth_knowing) => notes = worth_knowing,
            Err(problem) => unwritten.push(problem),
        }
    }
    if let Some((name, base)) = trees.base.as_ref().filter(|_| report.has_doubtful()) {
        let mut before = asked.lint(base, started);
        if let Some(accepted) = &accepted {
            accepted.leave_out(&mut before.report, &before.sources);
        }
        report.retain_new(&before.report.known(&before.sources), &sources);
        // What is missing in the other tree looks new in this one.
        unwritten.extend(
            before
                .report
                .errors
                .into_iter()
                .filter(|problem| problem.blocking)
                .map(|problem| Problem { message: format!("{}, in the tree of {name}", problem.message), ..problem }),
        );
        report.took(started.elapsed());
    }
    if let Some(reason) = reason {
        let outcome = add_ignore::add(&mut report, &sources, &scope, &reason);
        notes.extend(outcome.notes);
        unwritten.extend(outcome.problems);
    }
    let with_paint = |paint| Presentation { sources: &sources, rules: &rules.infos, paint };

    unwritten.extend(write_all(args, &report, with_paint));
    report.errors.iter().chain(&unwritten).for_each(|problem| tell(problem, args.color));
    if !args.quiet {
        notes.iter().for_each(|note| say(note, args.color));
        if args.format.is_for_people() {
            close(args, &report);
        }
    }
    if report.is_blocked() || !unwritten.is_empty() {
        FAILURE
    } else if report.reaches(args.fail_on) {
        FINDINGS
    } else {
        CLEAN
    }
}

/// What a run is asked for, whichever tree it looks at.
struct Asked<'a> {
    args: &'a CheckArgs,
    rules: &'a Rules,
    selection: &'a Selection,
    today: Day,
}

/// A tree that has been linted.
struct Linted {
    report: Report,
    sources: Sources,
    scope: Scope,
}

impl Asked<'_> {
    fn lint(&self, tree: &Tree, started: Instant) -> Linted {
        let Asked { args, rules, selection, today } = *self;
        let progress = Progress::new(!args.quiet);
        let request = Request {
            paths: &tree.paths,
            overlay: &tree.overlay,
            reach: tree.reach,
            rules,
            selection,
            generated: args.generated,
            threads: args.threads,
        };
        let Checked { mut gathered, sources, scope } = driver::check(&request, &progress);
        drop(progress);
        gathered.problems.extend(rules.problems.iter().cloned());
        let options = Options { rules: &rules.infos, selection, min_confidence: args.min_confidence, today, elapsed: started.elapsed() };
        Linted { report: Report::new(gathered, &sources, &options), sources, scope }
    }
}

/// Writes the report to standard output and into each file that is asked for; what cannot be
/// written keeps nothing else from being written.
fn write_all<'a>(args: &CheckArgs, report: &Report, with_paint: impl Fn(Paint) -> Presentation<'a>) -> Vec<Problem> {
    let mut problems = Vec::new();
    let paint = args.color.resolve(io::stdout().is_terminal());
    if let Err(error) = to_stdout(|out| args.format.write(report, &with_paint(paint), out)) {
        problems.push(blocking("standard output", &error));
    }
    for output in &args.output {
        if let Err(error) = to_file(&output.file, output.format, report, &with_paint(Paint::PLAIN)) {
            problems.push(blocking(&output.file.display().to_string(), &error));
        }
    }
    problems
}

fn close(args: &CheckArgs, report: &Report) {
    let detail = if args.verbose { Detail::Long } else { Detail::Short };
    let mut stderr = io::stderr().lock();
    let line = closing_line(report, detail, args.color.resolve(stderr.is_terminal()));
    // A closed error stream leaves nobody to tell.
    let _ = stderr.write_all(line.as_bytes());
}
