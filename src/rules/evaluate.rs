//! Asks each rule about each of its subjects, and words the findings.

use super::condition::Condition;
use super::declaration::{Case, Phrase};
use super::schema::{self, About, Subject};
use super::{Rule, RuleSet};
use crate::analysis::Model;
use crate::analysis::fault::caught;
use crate::analysis::fix::{Draft, Texts, first_fix};
use crate::diagnostic::{Confidence, Diagnostic, Label, RuleId, Severity};
use std::time::{Duration, Instant};
use ustr::Ustr;

/// The category of a finding that says that a rule itself failed: a fault of the rule or of the
/// tool, never of the code it stands at.
pub const FAULT_CATEGORY: &str = "fault";

/// What a rule finds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What is told.
    pub diagnostic: Diagnostic,
    /// How it may be mended: what the texts allow of these first is its fix.
    pub drafts: Vec<Draft>,
}

/// What the rules say.
pub struct Evaluated {
    /// By place, then rule.
    pub findings: Vec<Finding>,
    /// How long each rule took that was asked.
    pub times: Vec<(RuleId, Duration)>,
}

/// The findings of the rules that are `asked`, by place, then rule. A rule that fails at a subject (a panic,
/// or a condition that cannot be computed) gives a note of [`FAULT_CATEGORY`] there, and all else
/// goes on.
pub fn evaluate(rules: &RuleSet, model: &Model, texts: &Texts<'_>, asked: impl Fn(RuleId) -> bool) -> Evaluated {
    let (mut findings, mut times) = (Vec::new(), Vec::new());
    for rule in rules.iter().filter(|rule| asked(rule.id)) {
        let started = Instant::now();
        findings.extend(ask(rule, model, texts));
        times.push((rule.id, started.elapsed()));
    }
    findings.sort_by(|Finding { diagnostic: a, .. }, Finding { diagnostic: b, .. }| {
        (a.primary.location, a.rule.as_str(), &a.message).cmp(&(b.primary.location, b.rule.as_str(), &b.message))
    });
    Evaluated { findings, times }
}

fn ask(rule: &Rule, model: &Model, texts: &Texts<'_>) -> Vec<Finding> {
    match rule.about {
        About::Conflict => ask_each(rule, &model.conflicts, texts),
        About::Escape => ask_each(rule, &model.escapes, texts),
        About::Access => ask_each(rule, &model.accesses, texts),
        About::Region => ask_each(rule, &model.regions, texts),
        About::Sequence => ask_each(rule, &model.sequences, texts),
        About::Contract => ask_each(rule, &model.contracts, texts),
        About::Map => ask_each(rule, &model.maps, texts),
        About::Iteration => ask_each(rule, &model.iterations, texts),
        About::Lookup => ask_each(rule, &model.lookups, texts),
        About::Remade => ask_each(rule, &model.remade, texts),
    }
}

fn ask_each<S: Subject>(rule: &Rule, subjects: &[S], texts: &Texts<'_>) -> Vec<Finding> {
    let spoken = subjects.iter().filter(|subject| rule.languages.contains(&subject.language()));
    spoken.filter_map(|subject| contained(rule, subject, || judge(rule, subject, texts))).collect()
}

/// Runs `judge`, and turns its failure into a finding about the rule.
pub(super) fn contained<S: Subject>(rule: &Rule, subject: &S, judge: impl FnOnce() -> Result<Option<Finding>, String>) -> Option<Finding> {
    let reason = match caught(judge) {
        Ok(Ok(finding)) => return finding,
        Ok(Err(reason)) | Err(reason) => reason,
    };
    let (_, location) = subject.primary()?;
    let message = format!("the rule `{}` failed here and says nothing: {}", rule.id, reason.replace('\n', " "));
    let diagnostic = Diagnostic {
        category: Ustr::from(FAULT_CATEGORY),
        severity: Severity::Note,
        help: Some("report this: it is a fault of the rule or of maplint, not of this code".to_owned()),
        ..plain(rule, subject, Confidence::Certain, message, Label { location, message: String::new() })
    };
    Some(Finding { diagnostic, drafts: Vec::new() })
}

fn judge<S: Subject>(rule: &Rule, subject: &S, texts: &Texts<'_>) -> Result<Option<Finding>, String> {
    if !rule.when.holds(subject)? {
        return Ok(None);
    }
    let Some((primary_place, location)) = subject.primary() else { return Ok(None) };
    let mut confidence = subject.confidence();
    if let Some(word) = &rule.confidence {
        let word = word.word(subject)?;
        confidence = schema::confidence_named(&word).ok_or_else(|| format!("`{word}` is no confidence"))?;
    }
    let holds = |when: &Option<Condition>| when.as_ref().map_or(Ok(false), |when| when.holds(subject));
    let mut severity = rule.severity;
    if holds(&rule.warning_when)? {
        severity = severity.min(Severity::Warning);
    }
    if holds(&rule.note_when)? {
        severity = severity.min(Severity::Note);
    }
    let message = fill(&rule.message, subject)?.ok_or("no case of `message` holds")?;
    let primary = match label(rule, primary_place) {
        Some(phrase) => fill(phrase, subject)?.unwrap_or_default(),
        None => String::new(),
    };
    let mut notes: Vec<String> = subject.notes().into_iter().filter(|note| !note.is_empty()).map(str::to_owned).collect();
    for case in &rule.notes {
        notes.extend(fill_case(case, subject)?);
    }
    let drafts: Vec<Draft> = subject.drafts().iter().filter(|draft| rule.fix.is_some_and(|name| draft.name == name)).cloned().collect();
    let diagnostic = Diagnostic {
        related: related(rule, subject, primary_place)?,
        threads: subject.threads(),
        notes,
        help: fill(&rule.help, subject)?,
        fix: first_fix(&drafts, texts),
        severity,
        ..plain(rule, subject, confidence, message, Label { location, message: primary })
    };
    Ok(Some(Finding { diagnostic, drafts }))
}

/// A finding with nothing beside its message and place.
fn plain<S: Subject>(rule: &Rule, subject: &S, confidence: Confidence, message: String, primary: Label) -> Diagnostic {
    Diagnostic {
        rule: rule.id,
        category: Ustr::from(rule.category),
        severity: rule.severity,
        confidence,
        message,
        primary,
        related: Vec::new(),
        function: subject.function().to_owned(),
        package: subject.package().to_owned(),
        map: subject.map().cloned(),
        threads: Vec::new(),
        notes: Vec::new(),
        help: None,
        fix: None,
    }
}

/// The labels beside the primary one: those that the rule words, in the order of the places, then
/// the model's own.
fn related<S: Subject>(rule: &Rule, subject: &S, primary_place: &str) -> Result<Vec<Label>, String> {
    let mut labels = Vec::new();
    for place in schema::places::<S>().filter(|place| place.name != primary_place) {
        let Some(phrase) = label(rule, place.name) else { continue };
        for mark in (place.get)(subject) {
            let message = fill(phrase, mark.seen_as.as_ref().unwrap_or(subject))?;
            labels.extend(message.map(|message| Label { location: mark.location, message }));
        }
    }
    labels.extend_from_slice(subject.further_labels());
    Ok(labels)
}

fn label<'r>(rule: &'r Rule, place: &str) -> Option<&'r Phrase> {
    rule.labels.iter().find(|(name, _)| name == place).map(|(_, phrase)| phrase)
}

/// The first case that holds.
fn fill<S: Subject>(phrase: &Phrase, subject: &S) -> Result<Option<String>, String> {
    for case in &phrase.0 {
        if let Some(text) = fill_case(case, subject)? {
            return Ok(Some(text));
        }
    }
    Ok(None)
}

fn fill_case<S: Subject>(case: &Case, subject: &S) -> Result<Option<String>, String> {
    let holds = case.when.as_ref().map_or(Ok(true), |when| when.holds(subject))?;
    Ok(holds.then(|| case.text.fill(subject)))
}
