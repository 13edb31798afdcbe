//! From diagnostics to what a user reads.
//!
//! [`Report::new`] settles, once and for all formats, which findings are shown, in which order and
//! under which fingerprint. The formats are siblings over the same report and only write: they
//! decide nothing. No rule, analysis or syntax is known in here.

mod add_ignore;
mod annotate;
mod baseline;
mod checkstyle;
mod columns;
mod concise;
mod day;
mod decision;
mod fingerprint;
mod fix;
mod format;
mod full;
mod github;
mod gitlab;
mod html;
mod json;
mod junit;
mod known;
mod maps;
mod ndjson;
mod output;
mod policy;
mod progress;
mod replace;
mod rule_info;
mod sarif;
mod selection;
mod size;
mod sources;
mod statistics;
mod summary;
mod suppression;
pub mod terminal;
mod timings;
mod xml;

pub use add_ignore::{Lines, can_be_silenced, comment, silenced};
pub use annotate::{Promises, keeps_promises, with_promises};
pub use baseline::{Baseline, Compared, Damaged, Entry};
pub use columns::write_columns;
pub use day::Day;
pub use decision::{DecisionFormat, write_decision};
pub use fix::{compatible, edited, unified_diff};
pub use format::{Format, Presentation};
pub use json::write_document as write_json;
pub use known::Known;
pub use maps::{Maps, MapsFilter, MapsFormat, MapsOrder};
pub use output::{to_file, to_new_file, to_stdout};
pub use policy::{Policy, Terms};
pub use progress::{Progress, Tell};
pub use replace::{Replacer, clear_unfinished, unfinished_in};
pub use rule_info::{RuleInfo, is_about_unused_text, language_name, own_rules, severity_name, unparsed_file};
pub use selection::{Layer, Selection, UnknownName, known, nearest};
pub use size::{SizedFill, Sizing, write_size_json, write_size_table};
pub use sources::{Load, Range, SourceText, Sources};
pub use statistics::write_statistics;
pub use summary::{Detail, closing_line, counted, fixable_line, note_line, problem_line};
pub use suppression::Declaration;
pub use timings::{Timings, timings_table};

use crate::diagnostic::{Diagnostic, Severity};
use crate::facts::Directive;
use crate::source::{FileId, Location};
use fingerprint::Fingerprint;
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;
use suppression::{Run, Suppressions};
use ustr::Ustr;

/// All that the stages before have gathered for a report.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gathered {
    /// Findings of all rules that ran, in any order.
    pub diagnostics: Vec<Diagnostic>,
    /// What could not be read or done.
    pub problems: Vec<Problem>,
    /// Directives of all files; only suppressions are looked at.
    pub directives: Vec<(FileId, Directive)>,
    /// Functions and types, at least of the files that have a suppression.
    pub declarations: Vec<Declaration>,
    /// By [`FileId`]. A file past the end is asked for whole.
    pub asked_for: Vec<Asked>,
    /// The package of each file that has a directive: Go import path, Rust crate.
    pub packages: BTreeMap<FileId, String>,
    /// Files that were checked.
    pub files: usize,
    /// Maps that were found in them.
    pub maps: usize,
}

/// Which findings in a file are asked for. Those in generated files are not, unless generated files are
/// wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Asked {
    /// None: the file is there for the sake of others.
    Nothing,
    /// Those that another tree does not have.
    New,
    /// All: it is under a path of the command line.
    All,
}

/// Something that could not be read or done.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
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
    /// The rules there are.
    pub rules: &'a [RuleInfo],
    /// Which findings are shown in which file, and at which level.
    pub policy: &'a Policy,
    /// Suppressions that hold until a day hold while it is not past.
    pub today: Day,
    /// How long the run took.
    pub elapsed: Duration,
}

/// One finding.
#[derive(Clone, Debug)]
pub struct Finding {
    /// What it says.
    pub diagnostic: Diagnostic,
    /// Its name among the findings of the run: 16 hexadecimal digits.
    pub fingerprint: String,
    /// The name that it shares with all findings of its rule, package, function and map.
    pub shared: String,
    /// Only asked for where another tree does not have it.
    pub only_if_new: bool,
    /// What it is compared with has it too.
    pub is_old: bool,
    /// What in the source silences it; such a finding is only shown where that is asked for.
    pub silenced: Option<Silenced>,
}

/// A suppression, as far as a finding that it silences tells of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Silenced {
    /// Why; empty where no reason is given.
    pub reason: Ustr,
    /// The comment.
    pub comment: Location,
}

/// A run in numbers; findings are those shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
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
    /// In the baseline, or in the tree that this one is compared with.
    pub known: usize,
}

/// What all formats write.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// In the order of path, place, rule.
    pub findings: Vec<Finding>,
    /// In numbers.
    pub summary: Summary,
    /// What could not be read or done, sorted.
    pub errors: Vec<Problem>,
    /// What is not shown.
    pub hidden: Hidden,
    /// Findings that are silenced or too unsure, in the order of the others.
    pub silent: Vec<Finding>,
    /// Whether it was compared with a baseline or another tree: each finding then is old or new.
    pub is_compared: bool,
    /// How many declarations and functions were lost to syntax errors.
    pub lost: usize,
}

impl Report {
    /// Orders and numbers the findings, drops those that say the same of the same place, and those
    /// that nobody asked for or that the source silences; adds what is wrong with how it does.
    ///
    /// Fingerprints are given before anything is left out, so that a flag, a list of files or a
    /// suppression changes no other finding's name.
    pub fn new(gathered: Gathered, sources: &Sources, options: &Options) -> Report {
        let mut diagnostics = gathered.diagnostics;
        let unparsed = diagnostics.iter().filter(|diagnostic| rule_info::is_unparsed_file(diagnostic));
        let unparsed: Vec<FileId> = unparsed.map(|diagnostic| diagnostic.primary.location.file).collect();
        let lost = unparsed.len();
        let unparsed: BTreeSet<FileId> = unparsed.into_iter().collect();
        diagnostics.retain(|diagnostic| options.policy.enables(diagnostic.rule));
        diagnostics.sort_by(|a, b| order(a, b, sources));
        diagnostics.dedup_by(|later, first| {
            let same_place = later.primary.location == first.primary.location;
            same_place && later.rule == first.rule && map_name(later) == map_name(first)
        });
        let fingerprints = fingerprint::fingerprints(&diagnostics);
        let mut suppressions = Suppressions::new(&gathered.directives, &gathered.declarations, sources, options.today);
        let mut report = Report { errors: gathered.problems, lost, ..Report::default() };
        report.errors.sort();
        report.errors.dedup();
        let asked_for = |file: FileId| gathered.asked_for.get(file.index()).copied().unwrap_or(Asked::All);
        let finding = |(mut diagnostic, fingerprint): (Diagnostic, Fingerprint)| {
            let file = diagnostic.primary.location.file;
            diagnostic.severity = options.policy.of(file).selection.severity(&diagnostic);
            Finding {
                diagnostic,
                fingerprint: fingerprint.own,
                shared: fingerprint.shared,
                only_if_new: asked_for(file) == Asked::New,
                is_old: false,
                silenced: None,
            }
        };
        for mut finding in diagnostics.into_iter().zip(fingerprints).map(finding) {
            let file = finding.diagnostic.primary.location.file;
            let terms = options.policy.of(file);
            finding.silenced = suppressions.cover(&finding.diagnostic, sources);
            if asked_for(file) == Asked::Nothing || !terms.selection.enables(finding.diagnostic.rule) {
                continue;
            } else if finding.diagnostic.confidence < terms.min_confidence {
                report.hidden.unsure += 1;
                finding.silenced = None;
                report.silent.push(finding);
            } else if finding.diagnostic.severity < terms.min_severity {
                report.hidden.mild += 1;
                finding.silenced = None;
                report.silent.push(finding);
            } else if finding.silenced.is_some() {
                report.hidden.suppressed += 1;
                report.silent.push(finding);
            } else {
                report.findings.push(finding);
            }
        }
        // Where something could not be done, findings may be missing.
        let complete = !report.is_blocked();
        let mut faults = suppressions.faults(&Run {
            rules: options.rules,
            policy: options.policy,
            complete: &|file| complete && !unparsed.contains(&file),
            asked_for: &|file| asked_for(file) != Asked::Nothing,
            package: &|file| gathered.packages.get(&file).map_or("", String::as_str),
        });
        faults.retain(|fault| options.policy.of(fault.primary.location.file).selection.enables(fault.rule));
        faults.sort_by(|a, b| order(a, b, sources));
        let fingerprints = fingerprint::fingerprints(&faults);
        report.findings.extend(faults.into_iter().zip(fingerprints).map(finding));
        report.findings.sort_by(|a, b| order(&a.diagnostic, &b.diagnostic, sources));
        report.summary = Summary { files: gathered.files, maps: gathered.maps, ..Summary::default() };
        report.took(options.elapsed);
        report.count_levels();
        report
    }

    /// Says how long the run took, where it went on after the report was made.
    pub fn took(&mut self, elapsed: Duration) {
        self.summary.elapsed_ms = u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX);
    }

    /// Takes out the findings of which `known` holds, by their place among the findings.
    fn leave_out(&mut self, known: &[bool]) {
        let before = self.findings.len();
        let mut known = known.iter();
        self.findings.retain(|_| known.next() != Some(&true));
        self.hidden.known += before - self.findings.len();
        self.is_compared = true;
        self.count_levels();
    }

    fn count_levels(&mut self) {
        self.summary.errors = self.count(Severity::Error);
        self.summary.warnings = self.count(Severity::Warning);
        self.summary.notes = self.count(Severity::Note);
    }

    /// Whether work that was asked for could not be done.
    pub fn is_blocked(&self) -> bool {
        self.errors.iter().any(|problem| problem.blocking)
    }

    /// Whether a finding is at least as bad as `severity`.
    pub fn reaches(&self, severity: Severity) -> bool {
        self.findings.iter().any(|finding| finding.diagnostic.severity >= severity)
    }

    /// The findings that are shown, with those that the source silences in their places among them where
    /// they are asked for.
    fn listed(&self, presentation: &Presentation) -> Vec<&Finding> {
        let silenced = self.silenced().filter(|_| presentation.show_suppressed);
        let mut listed: Vec<&Finding> = self.findings.iter().chain(silenced).collect();
        listed.sort_by(|a, b| order(&a.diagnostic, &b.diagnostic, presentation.sources));
        listed
    }

    /// The findings that the source silences and that would be shown otherwise, in the order of the others.
    fn silenced(&self) -> impl Iterator<Item = &Finding> {
        self.silent.iter().filter(|finding| finding.silenced.is_some())
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
fn order(a: &Diagnostic, b: &Diagnostic, sources: &Sources) -> Ordering {
    let path = |diagnostic: &Diagnostic| sources.path(diagnostic.primary.location.file);
    let span = |diagnostic: &Diagnostic| diagnostic.primary.location.span;
    let related = |diagnostic: &Diagnostic| diagnostic.related.iter().map(|label| label.location).collect::<Vec<_>>();
    (path(a).cmp(path(b)))
        .then_with(|| span(a).start.cmp(&span(b).start))
        .then_with(|| a.rule.as_str().cmp(b.rule.as_str()))
        .then_with(|| span(a).end.cmp(&span(b).end))
        .then_with(|| map_name(a).cmp(&map_name(b)))
        .then_with(|| b.confidence.cmp(&a.confidence))
        .then_with(|| a.message.cmp(&b.message))
        .then_with(|| related(a).cmp(&related(b)))
}

/// Owner and name of the map, empty where there is none.
fn map_name(diagnostic: &Diagnostic) -> (&str, &str) {
    diagnostic.map.as_ref().map_or(("", ""), |map| (map.owner.as_str(), map.name.as_str()))
}
