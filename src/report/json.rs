//! `json`: the contract that tools read, version 1. A change of what is here is a new version.

use super::terminal::is_unsafe;
use super::{Finding, Presentation, Problem, Report, Sources, Summary};
use crate::diagnostic::{Applicability, Confidence, Edit, Fix, Label, MapRef, Severity, Thread};
use crate::source::Location;
use serde::Serialize;
use std::io::{self, Write};

/// The version of the contract.
pub(super) const VERSION: u32 = 1;
/// Who wrote the report.
pub(super) const TOOL: JsonTool = JsonTool { name: env!("CARGO_PKG_NAME"), version: env!("CARGO_PKG_VERSION") };

/// Writes one JSON object. Lines and columns count from 1, columns in characters.
pub(super) fn write(report: &Report, presentation: &Presentation, out: &mut dyn Write) -> io::Result<()> {
    let sources = presentation.sources;
    let document = JsonReport {
        version: VERSION,
        tool: TOOL,
        summary: report.summary,
        findings: report.findings.iter().map(|finding| finding_of(finding, sources)).collect(),
        suppressed: presentation.show_suppressed.then(|| report.silenced().map(|finding| finding_of(finding, sources)).collect()),
        errors: report.errors.iter().map(problem_of).collect(),
    };
    write_document(&document, out)
}

/// Writes a document, indented. Strings are escaped so far that it is safe on a terminal too.
pub fn write_document(document: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    write_escaped(&serde_json::to_string_pretty(document)?, out)
}

/// Writes a document on one line, escaped in the same way.
pub(super) fn write_line(document: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    write_escaped(&serde_json::to_string(document)?, out)
}

fn write_escaped(text: &str, out: &mut dyn Write) -> io::Result<()> {
    let mut plain = 0;
    for (at, character) in text.char_indices().filter(|(_, character)| is_unsafe(*character)) {
        out.write_all(&text.as_bytes()[plain..at])?;
        for unit in character.encode_utf16(&mut [0; 2]) {
            write!(out, "\\u{unit:04x}")?;
        }
        plain = at + character.len_utf8();
    }
    out.write_all(&text.as_bytes()[plain..])?;
    out.write_all(b"\n")
}

#[derive(Serialize)]
struct JsonReport<'a> {
    version: u32,
    tool: JsonTool,
    summary: Summary,
    findings: Vec<JsonFinding<'a>>,
    /// Only where they are asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    suppressed: Option<Vec<JsonFinding<'a>>>,
    errors: Vec<JsonProblem<'a>>,
}

#[derive(Serialize)]
pub(super) struct JsonTool {
    name: &'static str,
    version: &'static str,
}

#[derive(Serialize)]
pub(super) struct JsonFinding<'a> {
    rule: &'a str,
    category: &'a str,
    severity: Severity,
    confidence: Confidence,
    message: &'a str,
    #[serde(flatten)]
    range: JsonRange<'a>,
    function: &'a str,
    fingerprint: &'a str,
    map: Option<JsonMap<'a>>,
    related: Vec<JsonLabel<'a>>,
    threads: Vec<JsonThread<'a>>,
    help: Option<&'a str>,
    fix: Option<JsonFix<'a>>,
    /// Only where the finding is suppressed.
    #[serde(skip_serializing_if = "Option::is_none")]
    suppression: Option<JsonSuppression<'a>>,
}

#[derive(Serialize)]
struct JsonSuppression<'a> {
    #[serde(flatten)]
    place: JsonPlace<'a>,
    reason: &'a str,
}

#[derive(Serialize)]
struct JsonRange<'a> {
    file: &'a str,
    line: u32,
    column: u32,
    end_line: u32,
    end_column: u32,
}

#[derive(Serialize)]
struct JsonMap<'a> {
    name: &'a str,
    owner: &'a str,
    #[serde(rename = "type")]
    ty: &'a str,
    declaration: Option<JsonPlace<'a>>,
}

#[derive(Serialize)]
struct JsonPlace<'a> {
    file: &'a str,
    line: u32,
}

#[derive(Serialize)]
struct JsonLabel<'a> {
    #[serde(flatten)]
    place: JsonPlace<'a>,
    message: &'a str,
}

#[derive(Serialize)]
struct JsonThread<'a> {
    root: &'a str,
    path: Vec<JsonLabel<'a>>,
    locks: &'a [String],
}

#[derive(Serialize)]
struct JsonFix<'a> {
    title: &'a str,
    applicability: Applicability,
    edits: Vec<JsonEdit<'a>>,
}

#[derive(Serialize)]
struct JsonEdit<'a> {
    #[serde(flatten)]
    range: JsonRange<'a>,
    text: &'a str,
}

#[derive(Serialize)]
pub(super) struct JsonProblem<'a> {
    file: &'a str,
    line: Option<u32>,
    message: &'a str,
}

pub(super) fn finding_of<'a>(finding: &'a Finding, sources: &'a Sources) -> JsonFinding<'a> {
    let diagnostic = &finding.diagnostic;
    JsonFinding {
        rule: diagnostic.rule.as_str(),
        category: diagnostic.category.as_str(),
        severity: diagnostic.severity,
        confidence: diagnostic.confidence,
        message: &diagnostic.message,
        range: range_of(diagnostic.primary.location, sources),
        function: &diagnostic.function,
        fingerprint: &finding.fingerprint,
        map: diagnostic.map.as_ref().map(|map| map_of(map, sources)),
        related: diagnostic.related.iter().map(|label| label_of(label, sources)).collect(),
        threads: diagnostic.threads.iter().map(|thread| thread_of(thread, sources)).collect(),
        help: diagnostic.help.as_deref(),
        fix: diagnostic.fix.as_ref().map(|fix| fix_of(fix, sources)),
        suppression: finding
            .silenced
            .map(|silenced| JsonSuppression { place: place_of(silenced.comment, sources), reason: silenced.reason.as_str() }),
    }
}

pub(super) fn problem_of(problem: &Problem) -> JsonProblem<'_> {
    JsonProblem { file: &problem.file, line: problem.line, message: &problem.message }
}

fn range_of(location: Location, sources: &Sources) -> JsonRange<'_> {
    let range = sources.range(location);
    JsonRange {
        file: sources.path(location.file),
        line: range.start.line,
        column: range.start.column,
        end_line: range.end.line,
        end_column: range.end.column,
    }
}

fn place_of(location: Location, sources: &Sources) -> JsonPlace<'_> {
    JsonPlace { file: sources.path(location.file), line: sources.line(location) }
}

fn label_of<'a>(label: &'a Label, sources: &'a Sources) -> JsonLabel<'a> {
    JsonLabel { place: place_of(label.location, sources), message: &label.message }
}

fn map_of<'a>(map: &'a MapRef, sources: &'a Sources) -> JsonMap<'a> {
    let declaration = map.declaration.map(|location| place_of(location, sources));
    JsonMap { name: &map.name, owner: &map.owner, ty: &map.ty, declaration }
}

fn thread_of<'a>(thread: &'a Thread, sources: &'a Sources) -> JsonThread<'a> {
    let path = thread.path.iter().map(|step| label_of(step, sources)).collect();
    JsonThread { root: &thread.root, path, locks: &thread.locks }
}

fn fix_of<'a>(fix: &'a Fix, sources: &'a Sources) -> JsonFix<'a> {
    let edit_of = |edit: &'a Edit| JsonEdit { range: range_of(edit.location, sources), text: &edit.text };
    JsonFix { title: &fix.title, applicability: fix.applicability, edits: fix.edits.iter().map(edit_of).collect() }
}
