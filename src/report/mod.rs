//! From diagnostics to what a user reads.
//!
//! [`Report::new`] settles, once and for all formats, which findings are shown, in which order and
//! under which fingerprint. The formats are siblings over the same report and only write: they
//! decide nothing. No rule, analysis or syntax is known in here.

mod concise;
mod fingerprint;
mod format;
mod full;
mod json;
mod output;
mod policy;
mod progress;
mod rule_info;
mod sarif;
mod selection;
mod sources;
mod statistics;
mod summary;
mod suppression;
pub mod terminal;
mod timings;

pub use format::{Format, Presentation};
pub use json::write_document as write_json;
pub use output::{to_file, to_new_file, to_stdout};
pub use policy::{Policy, Terms};
pub use progress::Progress;
pub use rule_info::{RuleInfo, language_name, severity_name, unparsed_file, unparsed_file_rule};
pub use selection::{Layer, Selection, UnknownName, known, nearest};
pub use sources::{Load, Range, SourceText, Sources};
pub use statistics::write_statistics;
pub use summary::{Detail, closing_line, problem_line};
pub use suppression::Declaration;
pub use timings::{Timings, timings_table};

use crate::diagnostic::{Diagnostic, Severity};
use crate::facts::Directive;
use crate::source::FileId;
use std::collections::BTreeMap;
use std::time::Duration;
use suppression::Suppressions;

/// All that the stages before have gathered for a report.
#[derive(Default)]
pub struct Gathered {
    /// Findings of all rules that ran, in any order.
    pub diagnostics: Vec<Diagnostic>,
    /// What could not be read or done.
    pub problems: Vec<Problem>,
    /// Directives of all files; only suppressions are looked at.
    pub directives: Vec<(FileId, Directive)>,
    /// Functions and types, at least of the files that have a suppression.
    pub declarations: Vec<Declaration>,
    /// By [`FileId`]: findings in the file are asked for (it was named on the command line, and is
    /// not generated unless generated files are wanted). A file past the end is asked for.
    pub asked_for: Vec<bool>,
    /// Files that were checked.
    pub files: usize,
    /// Maps that were found in them.
    pub maps: usize,
}

/// Something that could not be read or done.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// The file or argument, as shown; empty where it is about none.
    pub file: String,
    /// The 1-based line in it, where known.
    pub line: Option<u32>,
    /// What is wrong: lower case, no full stop.
    pub message: String,
    /// Work that was asked for could not be done (no such path, an unreadable rule): exit code 2.
    /// Otherwise something was left out of a run that is worth its answer all the same.
    pub blocking: bool,
}

/// What the user made of the rules' levels.
pub struct Options<'a> {
    /// Which findings are shown in which file, and at which level.
    pub policy: &'a Policy,
    /// How long the run took.
    pub elapsed: Duration,
}

/// One finding that is shown.
#[derive(Clone, Debug)]
pub struct Finding {
    /// What it says.
    pub diagnostic: Diagnostic,
    /// Its name in baselines: 16 hexadecimal digits.
    pub fingerprint: String,
}

/// A run in numbers; findings are those shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Summary {
    /// Files checked.
    pub files: usize,
    /// Maps found in them.
    pub maps: usize,
    /// Findings of level error.
    pub errors: usize,
    /// Findings of level warning.
    pub warnings: usize,
    /// Findings of level note.
    pub notes: usize,
    /// Wall time in milliseconds.
    pub elapsed_ms: u64,
}

/// Findings that are not shown, by reason.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Hidden {
    /// Silenced by a comment in the source.
    pub suppressed: usize,
    /// Less sure than what was asked for.
    pub unsure: usize,
    /// Less bad than what was asked for.
    pub mild: usize,
}

/// What all formats write.
#[derive(Debug, Default)]
pub struct Report {
    /// In the order of path, place, rule.
    pub findings: Vec<Finding>,
    /// In numbers.
    pub summary: Summary,
    /// What could not be read or done, sorted.
    pub errors: Vec<Problem>,
    /// What is not shown.
    pub hidden: Hidden,
}

impl Report {
    /// Orders and numbers the findings, drops those that say the same of the same place, and those
    /// that nobody asked for or that the source silences.
    ///
    /// Fingerprints are given before anything is left out, so that a flag, a list of files or a
    /// suppression changes no other finding's name.
    pub fn new(gathered: Gathered, sources: &Sources, options: &Options) -> Report {
        let mut diagnostics = gathered.diagnostics;
        diagnostics.retain(|diagnostic| options.policy.enables(diagnostic.rule));
        sort(&mut diagnostics, sources);
        diagnostics.dedup_by(|later, first| {
            let same_place = later.primary.location == first.primary.location;
            same_place && later.rule == first.rule && map_name(later) == map_name(first)
        });
        let fingerprints = fingerprint::fingerprints(&diagnostics);
        let suppressions = Suppressions::new(&gathered.directives, &gathered.declarations, sources);
        let mut report = Report { errors: gathered.problems, ..Report::default() };
        report.errors.sort();
        report.errors.dedup();
        for (mut diagnostic, fingerprint) in diagnostics.into_iter().zip(fingerprints) {
            let terms = options.policy.of(diagnostic.primary.location.file);
            diagnostic.severity = terms.selection.severity(&diagnostic);
            if !terms.selection.enables(diagnostic.rule) || gathered.asked_for.get(diagnostic.primary.location.file.index()) == Some(&false)
            {
                continue;
            } else if diagnostic.confidence < terms.min_confidence {
                report.hidden.unsure += 1;
            } else if diagnostic.severity < terms.min_severity {
                report.hidden.mild += 1;
            } else if suppressions.cover(&diagnostic, sources) {
                report.hidden.suppressed += 1;
            } else {
                report.findings.push(Finding { diagnostic, fingerprint });
            }
        }
        report.summary = Summary {
            files: gathered.files,
            maps: gathered.maps,
            errors: report.count(Severity::Error),
            warnings: report.count(Severity::Warning),
            notes: report.count(Severity::Note),
            elapsed_ms: u64::try_from(options.elapsed.as_millis()).unwrap_or(u64::MAX),
        };
        report
    }

    /// Whether work that was asked for could not be done.
    pub fn is_blocked(&self) -> bool {
        self.errors.iter().any(|problem| problem.blocking)
    }

    /// Whether a finding is at least as bad as `severity`.
    pub fn reaches(&self, severity: Severity) -> bool {
        self.findings.iter().any(|finding| finding.diagnostic.severity >= severity)
    }

    /// How many findings each rule has, by name.
    pub fn by_rule(&self) -> BTreeMap<&str, usize> {
        let mut counts = BTreeMap::new();
        for finding in &self.findings {
            *counts.entry(finding.diagnostic.rule.as_str()).or_default() += 1;
        }
        counts
    }

    fn count(&self, severity: Severity) -> usize {
        self.findings.iter().filter(|finding| finding.diagnostic.severity == severity).count()
    }
}

/// By path, place, rule and map, the surest first; the rest only so that the order is total.
fn sort(diagnostics: &mut [Diagnostic], sources: &Sources) {
    let path = |diagnostic: &Diagnostic| sources.path(diagnostic.primary.location.file);
    let span = |diagnostic: &Diagnostic| diagnostic.primary.location.span;
    let related = |diagnostic: &Diagnostic| diagnostic.related.iter().map(|label| label.location).collect::<Vec<_>>();
    diagnostics.sort_by(|a, b| {
        (path(a).cmp(path(b)))
            .then_with(|| span(a).start.cmp(&span(b).start))
            .then_with(|| a.rule.as_str().cmp(b.rule.as_str()))
            .then_with(|| span(a).end.cmp(&span(b).end))
            .then_with(|| map_name(a).cmp(&map_name(b)))
            .then_with(|| b.confidence.cmp(&a.confidence))
            .then_with(|| a.message.cmp(&b.message))
            .then_with(|| related(a).cmp(&related(b)))
    });
}

/// Owner and name of the map, empty where there is none.
fn map_name(diagnostic: &Diagnostic) -> (&str, &str) {
    diagnostic.map.as_ref().map_or(("", ""), |map| (map.owner.as_str(), map.name.as_str()))
}
