//! Findings as results.

use super::super::{Finding, Presentation, Report, RuleInfo};
use super::flow;
use super::line_hash::line_hashes;
use super::place::Places;
use super::words::{link, linked, message, sentence, unlinked};
use crate::diagnostic::{Applicability, Diagnostic, Fix, Label, Severity};
use crate::source::{FileId, Location};
use serde_json::json;
use serde_sarif::sarif;
use std::collections::BTreeMap;

/// The results of a run, in the order of path and place.
pub(super) fn results(report: &Report, presentation: &Presentation, places: &Places) -> Vec<sarif::Result> {
    let mut hashes = LineHashes { places, file: None, of_lines: Vec::new() };
    let listed = report.listed(presentation).into_iter();
    let results = listed.map(|finding| {
        let mut result = result(finding, presentation.rules, places);
        if let Some(hash) = hashes.of(finding.diagnostic.primary.location) {
            result.partial_fingerprints.get_or_insert_default().insert("primaryLocationLineHash".to_owned(), hash);
        }
        if report.is_compared {
            result.baseline_state = Some(json!(if finding.is_old { "unchanged" } else { "new" }));
        }
        if presentation.show_suppressed {
            // To say of each whether it is suppressed, the list of those that are not is empty.
            result.suppressions = Some(suppressions(finding, places));
        }
        result
    });
    results.collect()
}

/// The hashes of the lines of one file at a time: results come file by file.
struct LineHashes<'a> {
    places: &'a Places<'a>,
    file: Option<FileId>,
    of_lines: Vec<String>,
}

impl LineHashes<'_> {
    fn of(&mut self, location: Location) -> Option<String> {
        if self.file != Some(location.file) {
            self.file = Some(location.file);
            self.of_lines = line_hashes(self.places.sources.text(location.file).as_str());
        }
        self.of_lines.get(self.places.sources.line(location) as usize - 1).cloned()
    }
}

fn result(finding: &Finding, rules: &[RuleInfo], places: &Places) -> sarif::Result {
    let diagnostic = &finding.diagnostic;
    let level = match diagnostic.severity {
        Severity::Note => sarif::ResultLevel::Note,
        Severity::Warning => sarif::ResultLevel::Warning,
        Severity::Error => sarif::ResultLevel::Error,
    };
    let related = diagnostic.related.iter().zip(1..).map(|(label, id)| related_location(label, id, places)).collect::<Vec<_>>();
    let confidence = BTreeMap::from([("confidence".to_owned(), json!(diagnostic.confidence))]);
    let mut result = sarif::Result::builder()
        .rule_id(diagnostic.rule.as_str())
        .level(level)
        .message(linked(&told(diagnostic)))
        .locations(vec![primary_location(diagnostic, places)])
        .related_locations(related)
        .partial_fingerprints(BTreeMap::from([("maplint/v1".to_owned(), finding.fingerprint.clone())]))
        .properties(sarif::PropertyBag::builder().additional_properties(confidence).build())
        .build();
    result.rule_index = rules.iter().position(|rule| rule.id == diagnostic.rule).and_then(|index| i64::try_from(index).ok());
    result.code_flows = flow::code_flow(diagnostic, places).map(|flow| vec![flow]);
    // A fix that is only to be looked at is none that a reader may offer.
    let fix = diagnostic.fix.as_ref().filter(|fix| fix.applicability != Applicability::DisplayOnly);
    result.fixes = fix.map(|fix| vec![fix_of(fix, places)]);
    result
}

/// What is wrong, then the other places, each as a link, then what to do: a sentence each.
fn told(diagnostic: &Diagnostic) -> String {
    let plain = |words: &str| unlinked(&sentence(words)).into_owned();
    let mut sentences = vec![plain(&diagnostic.message)];
    let places = diagnostic.related.iter().zip(1..).filter(|(label, _)| !label.message.is_empty());
    sentences.extend(places.map(|(label, id)| {
        let sentence = sentence(&label.message);
        format!("{}.", link(sentence.trim_end_matches('.'), id))
    }));
    sentences.extend(diagnostic.help.iter().map(|help| plain(help)));
    sentences.join(" ")
}

fn primary_location(diagnostic: &Diagnostic, places: &Places) -> sarif::Location {
    let mut location = sarif::Location::builder().physical_location(places.physical_with_text(diagnostic.primary.location)).build();
    if !diagnostic.primary.message.is_empty() {
        location.message = Some(message(&sentence(&diagnostic.primary.message)));
    }
    if !diagnostic.function.is_empty() {
        let function = sarif::LogicalLocation::builder().fully_qualified_name(diagnostic.function.as_str()).kind("function").build();
        location.logical_locations = Some(vec![function]);
    }
    location
}

fn related_location(label: &Label, id: i64, places: &Places) -> sarif::Location {
    let mut location = sarif::Location::builder().id(id).physical_location(places.physical(label.location)).build();
    if !label.message.is_empty() {
        location.message = Some(message(&sentence(&label.message)));
    }
    location
}

fn fix_of(fix: &Fix, places: &Places) -> sarif::Fix {
    let mut by_file: BTreeMap<FileId, Vec<sarif::Replacement>> = BTreeMap::new();
    for edit in &fix.edits {
        let inserted = sarif::ArtifactContent::builder().text(edit.text.as_str()).build();
        let replacement = sarif::Replacement::builder().deleted_region(places.region(edit.location)).inserted_content(inserted).build();
        by_file.entry(edit.location.file).or_default().push(replacement);
    }
    let changes = by_file.into_iter().map(|(file, replacements)| {
        sarif::ArtifactChange::builder().artifact_location(places.artifact(places.sources.path(file))).replacements(replacements).build()
    });
    let applicability = BTreeMap::from([("applicability".to_owned(), json!(fix.applicability))]);
    sarif::Fix::builder()
        .description(message(&sentence(&fix.title)))
        .artifact_changes(changes.collect::<Vec<_>>())
        .properties(sarif::PropertyBag::builder().additional_properties(applicability).build())
        .build()
}

fn suppressions(finding: &Finding, places: &Places) -> Vec<sarif::Suppression> {
    let suppression = finding.silenced.map(|silenced| {
        let comment = sarif::Location::builder().physical_location(places.physical(silenced.comment)).build();
        let mut suppression = sarif::Suppression::builder().kind(json!("inSource")).location(comment).build();
        suppression.justification = (!silenced.reason.is_empty()).then(|| silenced.reason.to_string());
        suppression
    });
    suppression.into_iter().collect()
}
