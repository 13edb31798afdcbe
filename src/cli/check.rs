//! `maplint check`: the whole run, from arguments to exit code.

use super::args::CheckArgs;
use super::change::{self, Tree};
use super::{CLEAN, FAILURE, FINDINGS, add_ignore, blocking, known, print, refuse, settings, tell};
use crate::config::Settings;
use crate::driver::{self, Checked, Request, Rules, Scope};
use crate::report::terminal::{Paint, printable};
use crate::report::{
    Day, Detail, Options, Policy, Presentation, Problem, Progress, Report, Sources, Timings, closing_line, timings_table, to_file,
    to_stdout, write_statistics,
};
use std::io::{self, IsTerminal, Write};
use std::time::Instant;

/// Lints, writes every report that is asked for, and gives the exit code.
pub(super) fn check(args: &CheckArgs) -> u8 {
    let started = Instant::now();
    let settings = match settings::of_check(args) {
        Ok(settings) => settings,
        Err(problems) => return refuse(&problems, args.color),
    };
    let refused = |problem: &Problem| refuse([problem], args.color);
    let today = match Day::today() {
        Ok(today) => today,
        Err(wrong) => return refused(&blocking("", &wrong)),
    };
    let rules = driver::rules(&settings.rule_folders(&args.rules.folders));
    let unknown = settings.unknown_names(&rules.infos);
    if !unknown.is_empty() {
        // A name may be that of a refused rule, so these are told first.
        return refuse(rules.problems.iter().chain(&unknown), args.color);
    }
    let accepted = match known::read(&args.known) {
        Ok(accepted) => accepted,
        Err(problem) => return refused(&problem),
    };
    let reason = match args.add_ignore.as_ref().map(|written| add_ignore::reason(written, today)).transpose() {
        Ok(reason) => reason,
        Err(problem) => return refused(&problem),
    };
    let trees = match change::trees(&args.paths, &args.change) {
        Ok(trees) => trees,
        Err(problem) => return refused(&problem),
    };
    let asked = Asked { args, rules: &rules, settings: &settings, today };
    if args.show_files {
        return show_files(&asked.request(&trees.head), args);
    }
    let Linted { mut report, sources, scope, policy, timings } = asked.lint(&trees.head, started);
    let mut notes = Vec::new();
    let mut unwritten = Vec::new();
    if let Some(accepted) = &accepted {
        let run = known::Run { report: &mut report, sources: &sources, scope: &scope, rules: &rules.infos, policy: &policy };
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
        notes.iter().for_each(|note| super::say(note, args.color));
        if args.format.is_for_people() {
            close(args, &report);
        }
    }
    if args.timings {
        to_stderr(&timings_table(&timings));
    }
    if report.is_blocked() || !unwritten.is_empty() {
        FAILURE
    } else if report.reaches(settings.fail_on()) && !args.exit_zero {
        FINDINGS
    } else {
        CLEAN
    }
}

/// What a run is asked for, whichever tree it looks at.
struct Asked<'a> {
    args: &'a CheckArgs,
    rules: &'a Rules,
    settings: &'a Settings,
    today: Day,
}

/// A tree that has been linted.
struct Linted {
    report: Report,
    sources: Sources,
    scope: Scope,
    policy: Policy,
    timings: Timings,
}

impl Asked<'_> {
    fn request<'r>(&'r self, tree: &'r Tree) -> Request<'r> {
        Request {
            paths: &tree.paths,
            overlay: &tree.overlay,
            reach: tree.reach,
            rules: self.rules,
            settings: self.settings,
            threads: self.args.threads,
        }
    }

    fn lint(&self, tree: &Tree, started: Instant) -> Linted {
        let progress = Progress::new(!self.args.quiet);
        let Checked { mut gathered, sources, scope, policy, rule_times } = driver::check(&self.request(tree), &progress);
        progress.stage("reporting");
        gathered.problems.extend(self.rules.problems.iter().cloned());
        let options = Options { rules: &self.rules.infos, policy: &policy, today: self.today, elapsed: started.elapsed() };
        let report = Report::new(gathered, &sources, &options);
        Linted { report, sources, scope, policy, timings: Timings { stages: progress.stages(), rules: rule_times } }
    }
}

/// The files that the request is about, one a line.
fn show_files(request: &Request, args: &CheckArgs) -> u8 {
    let (files, problems) = driver::files(request);
    let code = print(|out| files.iter().try_for_each(|file| writeln!(out, "{}", printable(file))));
    problems.iter().for_each(|problem| tell(problem, args.color));
    if problems.iter().any(|problem| problem.blocking) { FAILURE } else { code }
}

/// Writes the report to standard output and into each file that is asked for; what cannot be
/// written keeps nothing else from being written.
fn write_all<'a>(args: &CheckArgs, report: &Report, with_paint: impl Fn(Paint) -> Presentation<'a>) -> Vec<Problem> {
    let mut problems = Vec::new();
    let paint = args.color.resolve(io::stdout().is_terminal());
    let written = to_stdout(|out| match args.statistics {
        true => write_statistics(report, paint, out),
        false => args.format.write(report, &with_paint(paint), out),
    });
    if let Err(error) = written {
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
    to_stderr(&closing_line(report, detail, args.color.resolve(io::stderr().is_terminal())));
}

/// Writes to the error stream; where that is closed there is nobody to tell.
fn to_stderr(text: &str) {
    let _ = io::stderr().lock().write_all(text.as_bytes());
}
