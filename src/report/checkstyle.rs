//! `checkstyle`: the XML that Checkstyle writes (`XMLLogger`), which many tools read.

use super::xml::{element, empty_element, write_document};
use super::{Finding, Presentation, Report, Sources};
use crate::diagnostic::Severity;
use std::io::{self, Write};

/// The version of Checkstyle whose format this is.
const VERSION: &str = "5.0";

/// Writes one document: an element for each file that has findings. Columns count characters from 1.
pub(super) fn write(report: &Report, presentation: &Presentation, out: &mut dyn Write) -> io::Result<()> {
    let sources = presentation.sources;
    write_document(out, |xml| {
        element(xml, "checkstyle", &[("version", VERSION)], |xml| {
            let of_file = |a: &Finding, b: &Finding| a.diagnostic.primary.location.file == b.diagnostic.primary.location.file;
            for findings in report.findings.chunk_by(of_file) {
                let path = sources.path(findings[0].diagnostic.primary.location.file);
                element(xml, "file", &[("name", path)], |xml| {
                    findings.iter().try_for_each(|finding| empty_element(xml, "error", &attributes(finding, sources).each()))
                })?;
            }
            Ok(())
        })
    })
}

struct Attributes<'a> {
    line: String,
    column: String,
    severity: &'static str,
    message: &'a str,
    source: String,
}

impl Attributes<'_> {
    fn each(&self) -> [(&str, &str); 5] {
        [("line", &self.line), ("column", &self.column), ("severity", self.severity), ("message", self.message), ("source", &self.source)]
    }
}

fn attributes<'a>(finding: &'a Finding, sources: &Sources) -> Attributes<'a> {
    let diagnostic = &finding.diagnostic;
    let start = sources.range(diagnostic.primary.location).start;
    Attributes {
        line: start.line.to_string(),
        column: start.column.to_string(),
        severity: match diagnostic.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "info",
        },
        message: &diagnostic.message,
        source: format!("{}.{}", env!("CARGO_PKG_NAME"), diagnostic.rule),
    }
}
