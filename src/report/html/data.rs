//! The findings in the page. All strings are such that they may be shown: see [`crate::report::terminal`].

use super::excerpt::{Excerpt, excerpt};
use super::maps::{Inventory, inventory};
use crate::diagnostic::{Applicability, Confidence, Diagnostic, Fix, Label, MapRef, Severity, Thread};
use crate::report::terminal::{printable, printable_lines};
use crate::report::{Finding, Hidden, Presentation, Problem, Report, Sources};
use crate::source::Location;
use serde::Serialize;
use std::collections::BTreeMap;

/// So many lines are shown on each side of an access, and of a call on the way to it.
const AROUND_ACCESS: usize = 3;
const AROUND_STEP: usize = 0;

/// All that the page knows.
#[derive(Serialize)]
pub(super) struct Document<'a> {
    version: &'static str,
    files: usize,
    hidden: HiddenData,
    rules: BTreeMap<&'a str, RuleData<'a>>,
    findings: Vec<FindingData<'a>>,
    problems: Vec<ProblemData>,
    inventory: Inventory,
}

#[derive(Serialize)]
struct HiddenData {
    suppressed: usize,
    unsure: usize,
    mild: usize,
    known: usize,
}

#[derive(Serialize)]
struct RuleData<'a> {
    summary: &'a str,
    category: &'a str,
}

#[derive(Serialize)]
struct FindingData<'a> {
    id: &'a str,
    rule: &'a str,
    severity: Severity,
    confidence: Confidence,
    language: &'static str,
    package: String,
    function: String,
    message: String,
    place: PlaceData,
    related: Vec<PlaceData>,
    threads: Vec<ThreadData>,
    map: Option<MapData>,
    notes: Vec<String>,
    help: Option<String>,
    fix: Option<FixData>,
}

/// A place, what is said of it, and its text. Lines and columns count from 1, columns in characters.
#[derive(Serialize)]
struct PlaceData {
    file: String,
    line: u32,
    column: u32,
    message: String,
    code: Option<Excerpt>,
}

#[derive(Serialize)]
struct ThreadData {
    root: String,
    locks: Vec<String>,
    path: Vec<PlaceData>,
}

#[derive(Serialize)]
struct MapData {
    name: String,
    owner: String,
    #[serde(rename = "type")]
    ty: String,
    /// File and line of the declaration.
    declared: Option<(String, u32)>,
}

#[derive(Serialize)]
struct FixData {
    title: String,
    applicability: Applicability,
    /// Place and new text of each edit; the text there is what the excerpt marks.
    edits: Vec<(PlaceData, String)>,
}

#[derive(Serialize)]
struct ProblemData {
    file: String,
    line: Option<u32>,
    message: String,
}

/// The page's data.
pub(super) fn document<'a>(report: &'a Report, presentation: &Presentation<'a>) -> Document<'a> {
    let Presentation { sources, rules, inventory: entries, .. } = *presentation;
    let counts = report.by_rule();
    let told = rules.iter().filter(|rule| counts.contains_key(rule.id.as_str()));
    let Hidden { suppressed, unsure, mild, known } = report.hidden;
    let problem = |problem: &Problem| ProblemData { file: shown(&problem.file), line: problem.line, message: shown(&problem.message) };
    Document {
        version: env!("CARGO_PKG_VERSION"),
        files: report.summary.files,
        hidden: HiddenData { suppressed, unsure, mild, known },
        rules: told.map(|rule| (rule.id.as_str(), RuleData { summary: &rule.summary, category: rule.category.as_str() })).collect(),
        findings: report.findings.iter().map(|finding| finding_of(finding, sources)).collect(),
        problems: report.errors.iter().map(problem).collect(),
        inventory: inventory(entries, sources),
    }
}

fn finding_of<'a>(finding: &'a Finding, sources: &Sources) -> FindingData<'a> {
    let diagnostic: &Diagnostic = &finding.diagnostic;
    let is_rust = sources.path(diagnostic.primary.location.file).ends_with(".rs");
    let accesses = |labels: &[Label]| labels.iter().map(|label| place_of(label, AROUND_ACCESS, sources)).collect();
    FindingData {
        id: &finding.fingerprint,
        rule: diagnostic.rule.as_str(),
        severity: diagnostic.severity,
        confidence: diagnostic.confidence,
        language: if is_rust { "Rust" } else { "Go" },
        package: shown(&diagnostic.package),
        function: shown(&diagnostic.function),
        message: shown(&diagnostic.message),
        place: place_of(&diagnostic.primary, AROUND_ACCESS, sources),
        related: accesses(&diagnostic.related),
        threads: diagnostic.threads.iter().map(|thread| thread_of(thread, sources)).collect(),
        map: diagnostic.map.as_ref().map(|map| map_of(map, sources)),
        notes: diagnostic.notes.iter().map(|note| shown(note)).collect(),
        help: diagnostic.help.as_deref().map(shown),
        fix: diagnostic.fix.as_ref().map(|fix| fix_of(fix, sources)),
    }
}

fn place_of(label: &Label, around: usize, sources: &Sources) -> PlaceData {
    let start = sources.range(label.location).start;
    PlaceData {
        file: shown(sources.path(label.location.file)),
        line: start.line,
        column: start.column,
        message: shown(&label.message),
        code: excerpt(label.location, around, sources),
    }
}

fn thread_of(thread: &Thread, sources: &Sources) -> ThreadData {
    ThreadData {
        root: shown(&thread.root),
        locks: thread.locks.iter().map(|lock| shown(lock)).collect(),
        path: thread.path.iter().map(|step| place_of(step, AROUND_STEP, sources)).collect(),
    }
}

fn map_of(map: &MapRef, sources: &Sources) -> MapData {
    let declared = |at: Location| (shown(sources.path(at.file)), sources.line(at));
    MapData { name: shown(&map.name), owner: shown(&map.owner), ty: shown(&map.ty), declared: map.declaration.map(declared) }
}

fn fix_of(fix: &Fix, sources: &Sources) -> FixData {
    let edit = |edit: &crate::diagnostic::Edit| {
        let label = Label { location: edit.location, message: String::new() };
        (place_of(&label, AROUND_STEP, sources), printable_lines(&edit.text).into_owned())
    };
    FixData { title: shown(&fix.title), applicability: fix.applicability, edits: fix.edits.iter().map(edit).collect() }
}

fn shown(text: &str) -> String {
    printable(text).into_owned()
}
