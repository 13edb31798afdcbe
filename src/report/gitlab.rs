//! `gitlab`: a Code Quality report, as merge requests of GitLab show it.

use super::json::write_document;
use super::{Finding, Presentation, Report};
use crate::diagnostic::Severity;
use serde::Serialize;
use std::io::{self, Write};

/// Writes one JSON array with an object for each finding. Paths start at the root of the repository.
pub(super) fn write(report: &Report, presentation: &Presentation, out: &mut dyn Write) -> io::Result<()> {
    let issues: Vec<Issue> = report.findings.iter().map(|finding| issue(finding, presentation)).collect();
    write_document(&issues, out)
}

#[derive(Serialize)]
struct Issue<'a> {
    description: &'a str,
    check_name: &'a str,
    fingerprint: &'a str,
    severity: &'static str,
    location: Place,
}

#[derive(Serialize)]
struct Place {
    path: String,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: u32,
    end: u32,
}

fn issue<'a>(finding: &'a Finding, presentation: &Presentation) -> Issue<'a> {
    let Presentation { sources, checkout, .. } = presentation;
    let diagnostic = &finding.diagnostic;
    let location = diagnostic.primary.location;
    let range = sources.range(location);
    Issue {
        description: &diagnostic.message,
        check_name: diagnostic.rule.as_str(),
        fingerprint: &finding.fingerprint,
        severity: match diagnostic.severity {
            Severity::Error => "critical",
            Severity::Warning => "major",
            Severity::Note => "info",
        },
        location: Place { path: checkout.path(sources.path(location.file)), lines: Lines { begin: range.start.line, end: range.end.line } },
    }
}
