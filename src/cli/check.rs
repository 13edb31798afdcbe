//! `maplint check`: the whole run, from arguments to exit code.

use super::args::CheckArgs;
use super::cache::CacheArgs;
use super::change::{self, Trees};
use super::fix::{self, Mended};
use super::known::{self, Accepted};
use super::lint::{Asked, Linted};
use super::{CLEAN, FAILURE, FINDINGS, add_ignore, blocking, print, refuse, settings, tell};
use crate::analysis::Stop;
use crate::driver::{self, FactStore, Request};
use crate::report::terminal::{Paint, printable};
use crate::report::{
    Day, Detail, Format, Presentation, Problem, Report, Sources, closing_line, fixable_line, timings_table, to_file, to_stdout,
    write_statistics,
};
use crate::source::{Checkout, Repository};
use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;
use std::time::Instant;

/// Lints, writes every report that is asked for, and gives the exit code.
pub(super) fn check(args: &CheckArgs) -> u8 {
    // What a run took from another one says nothing of how long its stages take.
    let cache = CacheArgs { no_cache: args.cache.no_cache || args.timings, ..args.cache.clone() };
    let (code, notes) = cache.with_store(|store| check_with(args, store));
    notes.iter().filter(|_| args.verbose).for_each(|note| super::say(note, args.color));
    code
}

fn check_with(args: &CheckArgs, store: &dyn FactStore) -> u8 {
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
    let asked = Asked { args, rules: &rules, settings: &settings, today, started, stop: Stop::default(), store };
    if args.show_files {
        return show_files(&asked.request(&trees.head, false), args);
    }
    let shows_inventory = args.output.iter().map(|output| output.format).chain([args.format]).any(Format::shows_inventory);
    let mut head = asked.lint(&trees.head, shows_inventory);
    let base = trees.base.as_ref().filter(|_| head.report.has_doubtful());
    let base = base.map(|(name, base)| asked.lint_base(name, base, accepted.as_ref()));
    let (mut notes, mut problems) = (Vec::new(), Vec::new());
    if args.fix.is_asked() {
        let narrow = |report: &mut Report, sources: &Sources| {
            accepted.iter().for_each(|accepted| accepted.leave_out(report, sources));
            base.iter().for_each(|base| report.retain_new(&base.known, sources));
        };
        let mended = fix::mend(head, &trees.head, &args.fix, &narrow, &|tree| asked.lint(tree, shows_inventory));
        if args.fix.diff {
            return show_diff(&mended, args);
        }
        problems.extend(fix::write(&mended, trees.given.as_ref()));
        notes = told_of(&mended, args);
        head = mended.linted;
    }
    if let Some(accepted) = &accepted {
        let Linted { report, sources, scope, policy, .. } = &mut head;
        match accepted.settle(known::Run { report, sources, scope, rules: &rules.infos, policy }) {
            Ok(worth_knowing) => notes.extend(worth_knowing),
            Err(problem) => problems.push(problem),
        }
    }
    if let Some(base) = base {
        problems.extend(base.leave_out_old(&mut head));
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

/// What the fixes would change; the exit code says whether there is something.
fn show_diff(mended: &Mended, args: &CheckArgs) -> u8 {
    let report = &mended.linted.report;
    let code = print(|out| out.write_all(fix::diff(&mended.changed).as_bytes()));
    report.errors.iter().for_each(|problem| tell(problem, args.color));
    if !args.quiet {
        told_of(mended, args).iter().for_each(|note| super::say(note, args.color));
    }
    match code {
        CLEAN if report.is_blocked() => FAILURE,
        CLEAN if !mended.changed.is_empty() && !args.exit_zero => FINDINGS,
        code => code,
    }
}

/// What is worth knowing of the fixes.
fn told_of(mended: &Mended, args: &CheckArgs) -> Vec<String> {
    let left_out = mended.left_out.iter().filter(|_| args.verbose).cloned();
    left_out.chain([fix::outcome(mended, &args.fix)]).collect()
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
    // Standard output has the text that came from standard input, mended.
    let aside = args.fix.fix && args.change.stdin_filename.is_some();
    let paint = args.color.resolve(if aside { io::stderr().is_terminal() } else { io::stdout().is_terminal() });
    let write = |out: &mut dyn Write| match args.statistics {
        true => write_statistics(report, paint, out),
        false => args.format.write(report, &with_paint(paint), out),
    };
    match aside {
        // Where the error stream is closed there is nobody to tell.
        true => _ = write(&mut io::stderr().lock()),
        false => problems.extend(to_stdout(write).err().map(|error| blocking("standard output", &error))),
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
    if !args.fix.fix {
        to_stderr(&fixable_line(report));
    }
}

/// Writes to the error stream; where that is closed there is nobody to tell.
fn to_stderr(text: &str) {
    let _ = io::stderr().lock().write_all(text.as_bytes());
}
