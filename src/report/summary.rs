//! What stands on the error stream beside the findings: problems, and the closing line.

use super::terminal::{Paint, printable};
use super::{Problem, Report};
use crate::diagnostic::{Applicability, Severity};

/// How much the closing line says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    /// One line.
    Short,
    /// Also what is not shown, and how many findings each rule has.
    Long,
}

/// One problem, without a line break: `error: path:line: message`.
pub fn problem_line(problem: &Problem, paint: Paint) -> String {
    let severity = if problem.blocking { Severity::Error } else { Severity::Warning };
    let level = paint.severity(severity, super::severity_name(severity));
    let place = match (problem.file.as_str(), problem.line) {
        ("", _) => String::new(),
        (file, None) => format!("{}: ", printable(file)),
        (file, Some(line)) => format!("{}:{line}: ", printable(file)),
    };
    format!("{level}: {place}{}", printable(&problem.message))
}

/// Something worth knowing, without a line break: `note: text`.
pub fn note_line(text: &str, paint: Paint) -> String {
    format!("{}: {}", paint.severity(Severity::Note, super::severity_name(Severity::Note)), printable(text))
}

/// `Found 3 errors, 1 warning in 120 files (84 ms)`, ended by a line break.
pub fn closing_line(report: &Report, detail: Detail, paint: Paint) -> String {
    let summary = &report.summary;
    let levels = [
        (Severity::Error, summary.errors, "error"),
        (Severity::Warning, summary.warnings, "warning"),
        (Severity::Note, summary.notes, "note"),
    ];
    let found: Vec<_> = levels
        .into_iter()
        .filter(|(_, count, _)| *count > 0)
        .map(|(severity, count, name)| paint.severity(severity, &counted(count, name)))
        .collect();
    let outcome = if found.is_empty() { "No problems found".to_owned() } else { format!("Found {}", found.join(", ")) };
    let mut text = match summary.files {
        0 if found.is_empty() => "No Go or Rust files to check\n".to_owned(),
        files => {
            let lack = if report.is_blocked() { "; not all could be checked" } else { "" };
            format!("{outcome} in {}{lack} ({})\n", counted(files, "file"), duration(summary.elapsed_ms))
        }
    };
    if detail == Detail::Long {
        text.push_str(&details(report));
    }
    text
}

/// `2 can be fixed with `--fix`, 1 more with `--unsafe-fixes``, ended by a line break; empty where nothing can.
pub fn fixable_line(report: &Report) -> String {
    let fixes = || report.findings.iter().filter_map(|finding| finding.diagnostic.fix.as_ref());
    let count = |applicability| fixes().filter(|fix| fix.applicability == applicability).count();
    match (count(Applicability::Safe), count(Applicability::Unsafe)) {
        (0, 0) => String::new(),
        (safe, 0) => format!("{safe} can be fixed with `--fix`\n"),
        (0, more) => format!("{more} can be fixed with `--fix --unsafe-fixes`\n"),
        (safe, more) => format!("{safe} can be fixed with `--fix`, {more} more with `--unsafe-fixes`\n"),
    }
}

fn details(report: &Report) -> String {
    let mut text = format!(
        "{}; not shown: {} suppressed, {} below the asked confidence, {} below the asked level, {} known before\n",
        counted(report.summary.maps, "map"),
        report.hidden.suppressed,
        report.hidden.unsure,
        report.hidden.mild,
        report.hidden.known
    );
    for (rule, count) in report.by_rule() {
        text.push_str(&format!("{count:>7} {}\n", printable(rule)));
    }
    text
}

/// `1 file`, `2 files`.
pub fn counted(count: usize, name: &str) -> String {
    format!("{count} {name}{}", if count == 1 { "" } else { "s" })
}

fn duration(milliseconds: u64) -> String {
    match milliseconds {
        0..1000 => format!("{milliseconds} ms"),
        _ => format!("{}.{} s", milliseconds / 1000, milliseconds % 1000 / 100),
    }
}

#[cfg(test)]
mod tests {
    use super::super::Summary;
    use super::*;

    fn line(summary: Summary) -> String {
        closing_line(&Report { summary, ..Report::default() }, Detail::Short, Paint::PLAIN)
    }

    #[test]
    fn the_closing_line_counts_what_there_is() {
        let found = Summary { files: 120, errors: 3, warnings: 1, elapsed_ms: 84, ..Summary::default() };
        assert_eq!(line(found), "Found 3 errors, 1 warning in 120 files (84 ms)\n");
        assert_eq!(line(Summary { files: 1, elapsed_ms: 2640, ..Summary::default() }), "No problems found in 1 file (2.6 s)\n");
        let errors = vec![Problem { file: "b.go".into(), line: None, message: "no such file".into(), blocking: true }];
        let blocked = Report { summary: Summary { files: 1, ..Summary::default() }, errors, ..Report::default() };
        let told = closing_line(&blocked, Detail::Short, Paint::PLAIN);
        assert_eq!(told, "No problems found in 1 file; not all could be checked (0 ms)\n");
        assert_eq!(line(Summary::default()), "No Go or Rust files to check\n");
    }

    #[test]
    fn problems_are_safe_to_show() {
        let problem = Problem { file: "a\x1b[1m".into(), line: Some(3), message: "no such file".into(), blocking: true };
        assert_eq!(problem_line(&problem, Paint::PLAIN), "error: a\\u{1b}[1m:3: no such file");
    }
}
