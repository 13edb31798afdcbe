//! `maplint check`: the whole run, from arguments to exit code.

use super::args::CheckArgs;
use super::change::{self, Tree, Trees};
use super::known::{self, Accepted};
use super::{CLEAN, FAILURE, FINDINGS, add_ignore, blocking, print, refuse, settings, tell};
use crate::analysis::Stop;
use crate::config::Settings;
use crate::diagnostic::inventory::Entry;
use crate::driver::{self, Checked, Request, Rules, Scope};
use crate::report::terminal::{Paint, printable};
use crate::report::{
    Day, Detail, Format, Options, Policy, Presentation, Problem, Progress, Report, Sources, Timings, closing_line, timings_table, to_file,
    to_stdout, write_statistics,
};
use crate::source::{Checkout, Repository};
use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;
use std::time::Instant;

/// Lints, writes every report that is asked for, and gives the exit code.
pub(super) fn check(args: &CheckArgs) -> u8 {
    let started = Instant::now();
    let settings = match settings::of_check(args) {
        Ok(settings) => settings,
        Err(problems) => return refuse(&problems, args.color),
    };
    let rules = driver::rules(&settings.rule_folders(&args.rules.folders));
    let unknown = settings.unknown_names(&rules.infos);
    if !unknown.is_empty() {
        // A name may be that of a refused rule, so these are told first.
        return refuse(rules.problems.iter().chain(&unknown), args.color);
    }
    let Wanted { today, accepted, reason, trees } = match wanted(args) {
        Ok(wanted) => wanted,
        Err(problem) => return refuse([&problem], args.color),
    };
    let asked = Asked { args, rules: &rules, settings: &settings, today, started, stop: Stop::default() };
    if args.show_files {
        return show_files(&asked.request(&trees.head, false), args);
    }
    let shows_inventory = args.output.iter().map(|output| output.format).chain([args.format]).any(Format::shows_inventory);
    let mut head = asked.lint(&trees.head, shows_inventory);
    let (mut notes, mut problems) = (Vec::new(), Vec::new());
    if let Some(accepted) = &accepted {
        let Linted { report, sources, scope, policy, .. } = &mut head;
        match accepted.settle(known::Run { report, sources, scope, rules: &rules.infos, policy }) {
            Ok(worth_knowing) => notes = worth_knowing,
            Err(problem) => problems.push(problem),
        }
    }
    if let Some((name, base)) = trees.base.as_ref().filter(|_| head.report.has_doubtful()) {
        problems.extend(asked.leave_out_old(&mut head, name, base, accepted.as_ref()));
    }
    let Linted { mut report, sources, scope, timings, inventory, .. } = head;
    if let Some(reason) = reason {
        let outcome = add_ignore::add(&mut report, &sources, &scope, &reason);
        notes.extend(outcome.notes);
        problems.extend(outcome.problems);
    }
    report.took(started.elapsed());
    let checkout = checkout(args);
    let with_paint = |paint| Presentation {
        sources: &sources,
        rules: &rules.infos,
        inventory: &inventory,
        paint,
        checkout: &checkout,
        show_suppressed: args.show_suppressed,
        category: args.sarif_category.as_deref(),
    };

    problems.extend(write_all(args, &report, with_paint));
    report.errors.iter().chain(&problems).for_each(|problem| tell(problem, args.color));
    if !args.quiet {
        notes.iter().for_each(|note| super::say(note, args.color));
        if args.format.is_for_people() {
            close(args, &report);
        }
    }
    if args.timings {
        to_stderr(&timings_table(&timings));
    }
    if report.is_blocked() || !problems.is_empty() {
        FAILURE
    } else if report.reaches(settings.fail_on()) && !args.exit_zero {
        FINDINGS
    } else {
        CLEAN
    }
}

/// Where the run stands in its repository, where a format asks that; nowhere without one.
fn checkout(args: &CheckArgs) -> Checkout {
    let asked = args.format.is_of_repository() || args.output.iter().any(|output| output.format.is_of_repository());
    let around = |cwd: PathBuf| Repository::around(&cwd).ok();
    asked.then(std::env::current_dir).and_then(Result::ok).and_then(around).map(|found| found.checkout()).unwrap_or_default()
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
    settings: &'a Settings,
    today: Day,
    started: Instant,
    stop: Stop,
}

/// A tree that has been linted.
struct Linted {
    report: Report,
    sources: Sources,
    scope: Scope,
    policy: Policy,
    timings: Timings,
    inventory: Vec<Entry>,
}

impl Asked<'_> {
    fn request<'r>(&'r self, tree: &'r Tree, inventory: bool) -> Request<'r> {
        Request {
            paths: &tree.paths,
            overlay: &tree.overlay,
            reach: tree.reach,
            rules: self.rules,
            settings: self.settings,
            threads: self.args.threads,
            inventory,
            stop: &self.stop,
        }
    }

    fn lint(&self, tree: &Tree, inventory: bool) -> Linted {
        let progress = Progress::new(!self.args.quiet);
        let Checked { mut gathered, sources, scope, policy, rule_times, inventory } =
            driver::check(&self.request(tree, inventory), &progress);
        progress.stage("reporting");
        gathered.problems.extend(self.rules.problems.iter().cloned());
        let options = Options { rules: &self.rules.infos, policy: &policy, today: self.today, elapsed: self.started.elapsed() };
        let report = Report::new(gathered, &sources, &options);
        Linted { report, sources, scope, policy, timings: Timings { stages: progress.stages(), rules: rule_times }, inventory }
    }

    /// Takes out what is asked for only if new, and stands in the tree `base` too. Gives what could not be
    /// read of that: it may be missing there, and look new here.
    fn leave_out_old(&self, head: &mut Linted, name: &str, base: &Tree, accepted: Option<&Accepted>) -> Vec<Problem> {
        let mut before = self.lint(base, false);
        if let Some(accepted) = accepted {
            accepted.leave_out(&mut before.report, &before.sources);
        }
        head.report.retain_new(&before.report.known(&before.sources), &head.sources);
        let told = |problem: &Problem| problem.blocking && !head.report.errors.contains(problem);
        let in_base = |problem: Problem| Problem { message: format!("{}, in the tree of {name}", problem.message), ..problem };
        before.report.errors.into_iter().filter(told).map(in_base).collect()
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
