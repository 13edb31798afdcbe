//! `maplint check`: the whole run, from arguments to exit code.

use super::args::CheckArgs;
use super::change::{self, Tree, Trees};
use super::known::{self, Accepted};
use super::{CLEAN, FAILURE, FINDINGS, add_ignore, blocking, say, tell};
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
    let Wanted { today, accepted, reason, trees } = match wanted(args) {
        Ok(wanted) => wanted,
        Err(problem) => {
            tell(&problem, args.color);
            return FAILURE;
        }
    };
    let asked = Asked { args, rules: &rules, selection: &selection, today, started };
    let mut head = asked.lint(&trees.head);
    let (mut notes, mut problems) = (Vec::new(), Vec::new());
    if let Some(accepted) = &accepted {
        let Linted { report, sources, scope } = &mut head;
        match accepted.settle(known::Run { report, sources, scope, rules: &rules.infos, selection: &selection }) {
            Ok(worth_knowing) => notes = worth_knowing,
            Err(problem) => problems.push(problem),
        }
    }
    if let Some((name, base)) = trees.base.as_ref().filter(|_| head.report.has_doubtful()) {
        problems.extend(asked.leave_out_old(&mut head, name, base, accepted.as_ref()));
    }
    let Linted { mut report, sources, scope } = head;
    if let Some(reason) = reason {
        let outcome = add_ignore::add(&mut report, &sources, &scope, &reason);
        notes.extend(outcome.notes);
        problems.extend(outcome.problems);
    }
    report.took(started.elapsed());
    let with_paint = |paint| Presentation { sources: &sources, rules: &rules.infos, paint };

    problems.extend(write_all(args, &report, with_paint));
    report.errors.iter().chain(&problems).for_each(|problem| tell(problem, args.color));
    if !args.quiet {
        notes.iter().for_each(|note| say(note, args.color));
        if args.format.is_for_people() {
            close(args, &report);
        }
    }
    if report.is_blocked() || !problems.is_empty() {
        FAILURE
    } else if report.reaches(args.fail_on) {
        FINDINGS
    } else {
        CLEAN
    }
}

/// What the arguments ask for beside the rules.
struct Wanted {
    today: Day,
    accepted: Option<Accepted>,
    reason: Option<String>,
    trees: Trees,
}

fn wanted(args: &CheckArgs) -> Result<Wanted, Problem> {
    let today = Day::today().map_err(|wrong| blocking("", &wrong))?;
    let accepted = known::read(&args.known)?;
    let reason = args.add_ignore.as_ref().map(|written| add_ignore::reason(written, today)).transpose()?;
    Ok(Wanted { today, accepted, reason, trees: change::trees(&args.paths, &args.change)? })
}

/// What a run is asked for, whichever tree it looks at.
struct Asked<'a> {
    args: &'a CheckArgs,
    rules: &'a Rules,
    selection: &'a Selection,
    today: Day,
    started: Instant,
}

/// A tree that has been linted.
struct Linted {
    report: Report,
    sources: Sources,
    scope: Scope,
}

impl Asked<'_> {
    fn lint(&self, tree: &Tree) -> Linted {
        let Asked { args, rules, selection, today, started } = *self;
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

    /// Takes out what is asked for only if new, and stands in the tree `base` too. Gives what could not be
    /// read of that: it may be missing there, and look new here.
    fn leave_out_old(&self, head: &mut Linted, name: &str, base: &Tree, accepted: Option<&Accepted>) -> Vec<Problem> {
        let mut before = self.lint(base);
        if let Some(accepted) = accepted {
            accepted.leave_out(&mut before.report, &before.sources);
        }
        head.report.retain_new(&before.report.known(&before.sources), &head.sources);
        let told = |problem: &Problem| problem.blocking && !head.report.errors.contains(problem);
        let in_base = |problem: Problem| Problem { message: format!("{}, in the tree of {name}", problem.message), ..problem };
        before.report.errors.into_iter().filter(told).map(in_base).collect()
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
