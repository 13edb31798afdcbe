//! `maplint check`: the whole run, from arguments to exit code.

use super::args::CheckArgs;
use super::{CLEAN, FAILURE, FINDINGS, blocking, print, refuse, settings, tell};
use crate::driver::{self, Checked, Request};
use crate::report::terminal::{Paint, printable};
use crate::report::{
    Detail, Options, Presentation, Problem, Progress, Report, Timings, closing_line, timings_table, to_file, to_stdout, write_statistics,
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
    let rules = driver::rules(&settings.rule_folders(&args.rules.folders));
    let unknown = settings.unknown_names(&rules.infos);
    if !unknown.is_empty() {
        // A name may be that of a refused rule, so these are told first.
        return refuse(rules.problems.iter().chain(&unknown), args.color);
    }
    let request = Request { paths: &args.paths, rules: &rules, settings: &settings, threads: args.threads };
    if args.show_files {
        return show_files(&request, args);
    }
    let progress = Progress::new(!args.quiet);
    let Checked { mut gathered, sources, policy, rule_times } = driver::check(&request, &progress);
    progress.stage("reporting");
    gathered.problems.extend(rules.problems);
    let report = Report::new(gathered, &sources, &Options { policy: &policy, elapsed: started.elapsed() });
    let timings = Timings { stages: progress.stages(), rules: rule_times };
    drop(progress);
    let with_paint = |paint| Presentation { sources: &sources, rules: &rules.infos, paint };

    let unwritten = write_all(args, &report, with_paint);
    report.errors.iter().chain(&unwritten).for_each(|problem| tell(problem, args.color));
    if args.format.is_for_people() && !args.quiet {
        close(args, &report);
    }
    if args.timings {
        say(&timings_table(&timings));
    }
    if report.is_blocked() || !unwritten.is_empty() {
        FAILURE
    } else if report.reaches(settings.fail_on()) && !args.exit_zero {
        FINDINGS
    } else {
        CLEAN
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
    say(&closing_line(report, detail, args.color.resolve(io::stderr().is_terminal())));
}

/// Writes to the error stream; where that is closed there is nobody to tell.
fn say(text: &str) {
    let _ = io::stderr().lock().write_all(text.as_bytes());
}
