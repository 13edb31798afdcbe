//! Which findings the source itself silences, and what is wrong with how it does.
//!
//! A suppression holds for the line it applies to; where that line opens a declaration (lies between
//! its start and its name), for the whole of it. One that gives no reason silences too, and is
//! reported; one whose day is past, or can not be told, silences nothing.

use super::rule_info::{UNEXPLAINED_SUPPRESSION, UNUSED_SUPPRESSION, of_directives};
use super::{Day, Policy, RuleInfo, Silenced, Sources, nearest};
use crate::diagnostic::Diagnostic;
use crate::facts::{Directive, DirectiveKind};
use crate::source::{FileId, Location, Span};
use std::collections::{BTreeMap, BTreeSet};
use ustr::Ustr;

/// A declared function or type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Declaration {
    /// The whole declaration, with the attributes and documentation that the language counts to it.
    pub location: Location,
    /// Where its name stands, in the same file.
    pub name: Span,
}

/// The suppressions of all files, as ranges of lines.
pub(super) struct Suppressions {
    by_file: BTreeMap<FileId, Vec<Suppression>>,
}

struct Suppression {
    comment: Location,
    first_line: u32,
    last_line: u32,
    /// The rules it names, each with whether it has silenced something; empty: all rules.
    rules: Vec<(Ustr, bool)>,
    /// It has silenced something.
    used: bool,
    /// Empty where none is given.
    reason: Ustr,
    validity: Validity,
}

enum Validity {
    Holds,
    Expired(Day),
    /// What is written is no day.
    NoDay(Ustr),
}

/// What of a run decides whether a suppression is at fault.
pub(super) struct Run<'a> {
    /// All rules there are.
    pub rules: &'a [RuleInfo],
    /// Which of them ran in which file.
    pub policy: &'a Policy,
    /// Whether all was found in a file that there is to find, and it was asked for.
    pub complete: &'a dyn Fn(FileId) -> bool,
    /// Whether a file was asked for.
    pub asked_for: &'a dyn Fn(FileId) -> bool,
    /// The package of a file.
    pub package: &'a dyn Fn(FileId) -> &'a str,
}

impl Suppressions {
    /// Directives of other kinds are passed over. Declarations of files that have no suppression are
    /// not looked at.
    pub(super) fn new(directives: &[(FileId, Directive)], declarations: &[Declaration], sources: &Sources, today: Day) -> Suppressions {
        let mut by_file: BTreeMap<FileId, Vec<Suppression>> = BTreeMap::new();
        for (file, directive) in directives {
            if let DirectiveKind::Suppression { rules, reason, until } = &directive.kind {
                by_file.entry(*file).or_default().push(Suppression {
                    comment: Location { file: *file, span: directive.span },
                    first_line: directive.applies_to.0,
                    last_line: directive.applies_to.0,
                    rules: rules.iter().map(|rule| (*rule, false)).collect(),
                    used: false,
                    reason: *reason,
                    validity: until.map_or(Validity::Holds, |until| validity(until, today)),
                });
            }
        }
        for declaration in declarations {
            let file = declaration.location.file;
            let Some(suppressions) = by_file.get_mut(&file) else { continue };
            let line = |offset: u32| sources.line(Location { file, span: Span { start: offset, end: offset } });
            let (first, name) = (line(declaration.location.span.start), line(declaration.name.start));
            let last = line(declaration.location.span.end.saturating_sub(1).max(declaration.location.span.start));
            for entry in suppressions.iter_mut().filter(|entry| (first..=name).contains(&entry.first_line)) {
                entry.last_line = entry.last_line.max(last);
            }
        }
        Suppressions { by_file }
    }

    /// What silences the finding, if anything does: its primary line is silenced, for its rule. All that
    /// does so is used from then on; the first in the file is given.
    pub(super) fn cover(&mut self, diagnostic: &Diagnostic, sources: &Sources) -> Option<Silenced> {
        let suppressions = self.by_file.get_mut(&diagnostic.primary.location.file)?;
        let line = sources.line(diagnostic.primary.location);
        let mut silenced = None;
        for entry in suppressions.iter_mut().filter(|entry| matches!(entry.validity, Validity::Holds)) {
            if !(entry.first_line..=entry.last_line).contains(&line) {
                continue;
            }
            let mut named = entry.rules.is_empty();
            for (_, used) in entry.rules.iter_mut().filter(|(rule, _)| *rule == diagnostic.rule) {
                (*used, named) = (true, true);
            }
            entry.used |= named;
            if named && silenced.is_none() {
                silenced = Some(Silenced { reason: entry.reason, comment: entry.comment });
            }
        }
        silenced
    }

    /// What is wrong with the suppressions in files that were asked for, once all findings have been
    /// shown to [`Suppressions::cover`].
    pub(super) fn faults(&self, run: &Run) -> Vec<Diagnostic> {
        let known: BTreeSet<&str> = run.rules.iter().map(|rule| rule.id.as_str()).collect();
        let mut faults = Vec::new();
        for suppression in self.by_file.values().flatten() {
            let file = suppression.comment.file;
            if !(run.asked_for)(file) {
                continue;
            }
            let mut tell = |rule, message: String, help: &str| {
                faults.push(of_directives(rule, suppression.comment, (run.package)(file), message, help));
            };
            if suppression.reason.is_empty() {
                let help = "give the reason: after ` -- `, behind `nolint:maplint` after ` // `";
                tell(UNEXPLAINED_SUPPRESSION, "this suppression gives no reason".to_owned(), help);
            }
            match suppression.validity {
                Validity::Holds => {
                    for message in suppression.unused(run, &known) {
                        tell(UNUSED_SUPPRESSION, message, "take it away");
                    }
                }
                Validity::Expired(day) => {
                    let message = format!("this suppression held until {day}, and silences nothing any more");
                    tell(UNUSED_SUPPRESSION, message, "mend what it silenced, or give it another day");
                }
                Validity::NoDay(written) => {
                    let message = format!("`until={written}` names no day, so this suppression silences nothing");
                    tell(UNUSED_SUPPRESSION, message, "write the day as `until=2027-01-31`");
                }
            }
        }
        faults
    }
}

impl Suppression {
    /// What of it silences nothing. Of rules that did not run that cannot be told; of all rules at once,
    /// where those ran that are on by default.
    fn unused(&self, run: &Run, known: &BTreeSet<&str>) -> Vec<String> {
        let complete = (run.complete)(self.comment.file);
        let ran = &run.policy.of(self.comment.file).selection;
        if self.rules.is_empty() {
            let all = run.rules.iter().filter(|rule| rule.default).all(|rule| ran.enables(rule.id));
            let unused = complete && all && !self.used;
            return if unused { vec!["this suppression silences nothing".to_owned()] } else { Vec::new() };
        }
        let mut messages = Vec::new();
        for (rule, used) in &self.rules {
            if !known.contains(rule.as_str()) {
                let hint = nearest(rule, known.iter().copied()).map(|nearest| format!("; did you mean `{nearest}`?"));
                messages.push(format!("no rule is named `{rule}`{}", hint.unwrap_or_default()));
            } else if complete && !used && ran.enables(*rule) {
                messages.push(format!("this suppression of `{rule}` silences nothing"));
            }
        }
        messages
    }
}

fn validity(until: Ustr, today: Day) -> Validity {
    match Day::parse(&until) {
        Some(day) if day < today => Validity::Expired(day),
        Some(_) => Validity::Holds,
        None => Validity::NoDay(until),
    }
}
