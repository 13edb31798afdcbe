//! `github`: workflow commands, which a run of GitHub Actions shows as annotations.
//!
//! A value is escaped as `actions/toolkit` does it (`packages/core/src/command.ts`). Paths start at the
//! root of the repository, and a place that spans lines ends with its first: GitHub takes columns of
//! one line alone.

use super::terminal::printable;
use super::{Presentation, Problem, Report};
use crate::diagnostic::{Diagnostic, Severity};
use std::io::{self, Write};

/// Writes a command for each finding and each problem, a line each. Columns count characters from 1.
pub(super) fn write(report: &Report, presentation: &Presentation, out: &mut dyn Write) -> io::Result<()> {
    for finding in &report.findings {
        command(&finding.diagnostic, presentation, out)?;
    }
    report.errors.iter().try_for_each(|problem| command_of_problem(problem, presentation, out))
}

fn command(diagnostic: &Diagnostic, presentation: &Presentation, out: &mut dyn Write) -> io::Result<()> {
    let Presentation { sources, checkout, .. } = presentation;
    let location = sources.on_first_line(diagnostic.primary.location);
    let range = sources.range(location);
    let level = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    };
    let title = property(&format!("{} ({})", env!("CARGO_PKG_NAME"), diagnostic.rule));
    let file = property(&checkout.path(sources.path(location.file)));
    let (line, column) = (range.start.line, range.start.column);
    let mut lines = vec![diagnostic.message.clone()];
    lines.extend(diagnostic.related.iter().map(|label| {
        let path = checkout.path(sources.path(label.location.file));
        format!("{path}:{}: {}", sources.line(label.location), label.message)
    }));
    lines.extend(diagnostic.help.iter().map(|help| format!("help: {help}")));
    let end = range.end.column;
    writeln!(out, "::{level} title={title},file={file},line={line},endLine={line},col={column},endColumn={end}::{}", data(&lines))
}

fn command_of_problem(problem: &Problem, presentation: &Presentation, out: &mut dyn Write) -> io::Result<()> {
    let level = if problem.blocking { "error" } else { "warning" };
    let file = match problem.file.as_str() {
        "" => String::new(),
        file => format!(",file={}", property(&presentation.checkout.path(file))),
    };
    let line = problem.line.map(|line| format!(",line={line}")).unwrap_or_default();
    writeln!(out, "::{level} title={}{file}{line}::{}", env!("CARGO_PKG_NAME"), data(std::slice::from_ref(&problem.message)))
}

/// The text of a command, line by line.
fn data(lines: &[String]) -> String {
    let escaped = lines.iter().map(|line| printable(line).replace('%', "%25"));
    escaped.collect::<Vec<_>>().join("%0A")
}

/// The value of a property of a command.
fn property(value: &str) -> String {
    printable(value).replace('%', "%25").replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_do_not_end_their_command() {
        assert_eq!(property("a:b,c%d\n::error::x"), "a%3Ab%2Cc%25d\\n%3A%3Aerror%3A%3Ax");
        assert_eq!(data(&["100 %: a,b\r\n".to_owned(), "c".to_owned()]), "100 %25: a,b\\r\\n%0Ac");
    }
}
