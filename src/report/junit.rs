//! `junit`: findings as the tests of a suite, in the XML that JUnit's readers agree on (the schema of
//! Jenkins, `junit-10.xsd`).
//!
//! Each finding is a test that failed, each thing that could not be done one that had an error. A note,
//! and a problem that the run is worth its answer without, is no failure: it is a test that passed and
//! wrote something. A run without any of them is one test that passed, since readers take a report with
//! no test for a fault. No time is told.

use super::xml::{Xml, element, empty_element, text_element, write_document};
use super::{Finding, Presentation, Problem, Report, Sources, severity_name};
use crate::diagnostic::{Diagnostic, Severity};
use std::io::{self, Write};

const NAME: &str = env!("CARGO_PKG_NAME");

/// Writes one document: a suite for each file that has findings, and one for all problems.
pub(super) fn write(report: &Report, presentation: &Presentation, out: &mut dyn Write) -> io::Result<()> {
    let all = Counts::of(&report.findings, &report.errors);
    write_document(out, |xml| {
        let [tests, failures, errors] = all.texts();
        let attributes = [("name", NAME), ("tests", &*tests), ("failures", &*failures), ("errors", &*errors)];
        element(xml, "testsuites", &attributes, |xml| suites(xml, report, presentation.sources))
    })
}

fn suites(xml: &mut Xml, report: &Report, sources: &Sources) -> io::Result<()> {
    let of_file = |a: &Finding, b: &Finding| a.diagnostic.primary.location.file == b.diagnostic.primary.location.file;
    for findings in report.findings.chunk_by(of_file) {
        let path = sources.path(findings[0].diagnostic.primary.location.file);
        suite(xml, path, Counts::of(findings, &[]), |xml| findings.iter().try_for_each(|finding| test(xml, &finding.diagnostic, sources)))?;
    }
    if !report.errors.is_empty() {
        suite(xml, NAME, Counts::of(&[], &report.errors), |xml| {
            report.errors.iter().try_for_each(|problem| test_of_problem(xml, problem))
        })?;
    } else if report.findings.is_empty() {
        suite(xml, NAME, Counts::of(&[], &[]), |xml| empty_element(xml, "testcase", &[("name", "no findings"), ("classname", NAME)]))?;
    }
    Ok(())
}

/// How many tests a suite has.
struct Counts {
    tests: usize,
    failures: usize,
    errors: usize,
}

impl Counts {
    fn of(findings: &[Finding], problems: &[Problem]) -> Counts {
        let failures = findings.iter().filter(|finding| finding.diagnostic.severity > Severity::Note).count();
        let errors = problems.iter().filter(|problem| problem.blocking).count();
        Counts { tests: (findings.len() + problems.len()).max(1), failures, errors }
    }

    fn texts(&self) -> [String; 3] {
        [self.tests, self.failures, self.errors].map(|count| count.to_string())
    }
}

fn suite(xml: &mut Xml, name: &str, counts: Counts, tests: impl FnOnce(&mut Xml) -> io::Result<()>) -> io::Result<()> {
    let [count, failures, errors] = counts.texts();
    let attributes = [("name", name), ("tests", &*count), ("failures", &*failures), ("errors", &*errors)];
    element(xml, "testsuite", &attributes, tests)
}

fn test(xml: &mut Xml, diagnostic: &Diagnostic, sources: &Sources) -> io::Result<()> {
    let start = sources.range(diagnostic.primary.location).start;
    let name = format!("{} at {}:{}", diagnostic.rule, start.line, start.column);
    let told = told(diagnostic, sources);
    element(xml, "testcase", &[("name", &*name), ("classname", sources.path(diagnostic.primary.location.file))], |xml| {
        match diagnostic.severity {
            Severity::Note => text_element(xml, "system-out", &[], &told),
            severity => text_element(xml, "failure", &[("type", severity_name(severity)), ("message", &*diagnostic.message)], &told),
        }
    })
}

/// All that is told: the message, other places and what to do, a line each.
fn told(diagnostic: &Diagnostic, sources: &Sources) -> String {
    let place = |location, message: &str| {
        let start = sources.range(location).start;
        format!("{}:{}:{}: {message}", sources.path(location.file), start.line, start.column)
    };
    let mut lines = vec![place(diagnostic.primary.location, &diagnostic.message)];
    lines.extend(diagnostic.related.iter().map(|label| place(label.location, &label.message)));
    lines.extend(diagnostic.notes.iter().cloned());
    lines.extend(diagnostic.help.iter().map(|help| format!("help: {help}")));
    lines.join("\n")
}

fn test_of_problem(xml: &mut Xml, problem: &Problem) -> io::Result<()> {
    let name = match (problem.file.as_str(), problem.line) {
        ("", _) => NAME.to_owned(),
        (file, None) => file.to_owned(),
        (file, Some(line)) => format!("{file}:{line}"),
    };
    element(xml, "testcase", &[("name", &*name), ("classname", NAME)], |xml| match problem.blocking {
        true => empty_element(xml, "error", &[("type", "error"), ("message", &*problem.message)]),
        false => text_element(xml, "system-out", &[], &problem.message),
    })
}
