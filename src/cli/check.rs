//! `maplint check`: the whole run, from arguments to exit code.

use super::args::CheckArgs;
use super::{CLEAN, FAILURE, FINDINGS, blocking, tell};
use crate::driver::{self, Checked, Request};
use crate::report::terminal::Paint;
use crate::report::{Day, Detail, Options, Presentation, Problem, Progress, Report, Selection, closing_line, to_file, to_stdout};
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
    let progress = Progress::new(!args.quiet);
    let request = Request { paths: &args.paths, rules: &rules, selection: &selection, generated: args.generated, threads: args.threads };
    let Checked { mut gathered, sources } = driver::check(&request, &progress);
    drop(progress);
    gathered.problems.extend(rules.problems);
    let options =
        Options { rules: &rules.infos, selection: &selection, min_confidence: args.min_confidence, today, elapsed: started.elapsed() };
    let report = Report::new(gathered, &sources, &options);
    let with_paint = |paint| Presentation { sources: &sources, rules: &rules.infos, paint };

    let unwritten = write_all(args, &report, with_paint);
    report.errors.iter().chain(&unwritten).for_each(|problem| tell(problem, args.color));
    if args.format.is_for_people() && !args.quiet {
        close(args, &report);
    }
    if report.is_blocked() || !unwritten.is_empty() {
        FAILURE
    } else if report.reaches(args.fail_on) {
        FINDINGS
    } else {
        CLEAN
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
