//! What is shown after an edit, before all is analysed again.
//!
//! A run of what is near to an edit knows less than one of all: it lacks callers that hold a lock, and goroutines that
//! start elsewhere. So its findings are not shown as they are. It runs twice, on the texts of the last whole run and
//! on those of today, and what it says only before, or only after, is what the edit has changed.

use crate::diagnostic::{Diagnostic, Label};
use crate::report::Finding;
use crate::source::{FileId, Location, Span};
use std::collections::{BTreeMap, BTreeSet};

/// Where in a text the places of an older one are: all that changed lies in one stretch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Shift {
    /// Bytes at the start of both that are alike.
    start: usize,
    /// Where the stretch ends, in the old text and in the new one.
    old_end: usize,
    new_end: usize,
}

impl Shift {
    pub(super) fn between(old: &str, new: &str) -> Shift {
        let start = old.bytes().zip(new.bytes()).take_while(|(one, other)| one == other).count();
        let rest = old[..].bytes().skip(start).rev().zip(new.bytes().skip(start).rev());
        let end = rest.take_while(|(one, other)| one == other).count();
        Shift { start, old_end: old.len() - end, new_end: new.len() - end }
    }

    /// The place of an old span; `None` where its text has changed.
    pub(super) fn apply(&self, span: Span) -> Option<Span> {
        let (start, end) = (span.start as usize, span.end as usize);
        if end <= self.start {
            Some(span)
        } else if start >= self.old_end {
            Some(Span::new(start - self.old_end + self.new_end, end - self.old_end + self.new_end))
        } else {
            None
        }
    }
}

/// The findings of `file`, whose places `shift` moves: those of the last whole run, without those that are near only
/// before the edit, and with those that are near only after it.
pub(super) fn after_edit(whole: Vec<Finding>, before: &[Finding], after: &[Finding], file: FileId, shift: &Shift) -> Vec<Finding> {
    let before: BTreeSet<&str> = before.iter().map(|finding| finding.fingerprint.as_str()).collect();
    let after: BTreeMap<&str, &Finding> = after.iter().map(|finding| (finding.fingerprint.as_str(), finding)).collect();
    let known: BTreeSet<String> = whole.iter().map(|finding| finding.fingerprint.clone()).collect();
    let mut found: Vec<Finding> = whole
        .into_iter()
        .filter_map(|finding| match after.get(finding.fingerprint.as_str()) {
            Some(again) => Some((*again).clone()),
            None if before.contains(finding.fingerprint.as_str()) => None,
            None => moved(finding, file, shift),
        })
        .collect();
    let is_new = |finding: &&&Finding| !known.contains(&finding.fingerprint) && !before.contains(finding.fingerprint.as_str());
    found.extend(after.values().filter(is_new).map(|finding| (*finding).clone()));
    found.sort_by_key(|finding| (finding.diagnostic.primary.location.span.start, finding.diagnostic.rule.as_str()));
    found
}

/// The finding at its place after the edit. Nobody has looked whether its fix still is one.
fn moved(finding: Finding, file: FileId, shift: &Shift) -> Option<Finding> {
    let at = |location: Location| {
        let span = if location.file == file { shift.apply(location.span)? } else { location.span };
        Some(Location { span, ..location })
    };
    let label = |label: Label| Some(Label { location: at(label.location)?, ..label });
    let Diagnostic { primary, related, mut threads, .. } = finding.diagnostic;
    let primary = label(primary)?;
    let related = related.into_iter().filter_map(label).collect();
    for thread in &mut threads {
        thread.path = std::mem::take(&mut thread.path).into_iter().filter_map(label).collect();
        thread.access = thread.access.and_then(at);
    }
    Some(Finding { diagnostic: Diagnostic { primary, related, threads, fix: None, ..finding.diagnostic }, ..finding })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::unparsed_file;

    const FILE: FileId = FileId(0);

    fn finding(fingerprint: &str, start: usize) -> Finding {
        let diagnostic = unparsed_file(Location { file: FILE, span: Span::new(start, start + 1) }, "p", "x");
        Finding {
            diagnostic,
            fingerprint: fingerprint.to_owned(),
            shared: String::new(),
            only_if_new: false,
            is_old: false,
            silenced: None,
        }
    }

    #[test]
    fn places_move_with_their_text() {
        let shift = Shift::between("ab cd ef", "ab xyz ef");
        let moved = |start, end| shift.apply(Span::new(start, end)).map(|span| (span.start, span.end));
        assert_eq!([moved(0, 2), moved(3, 5), moved(4, 8), moved(6, 8)], [Some((0, 2)), None, None, Some((7, 9))]);
        let same = Shift::between("aa", "aa");
        assert_eq!(same.apply(Span::new(0, 2)), Some(Span::new(0, 2)));
        assert_eq!(Shift::between("aa", "aaa").apply(Span::new(2, 2)), Some(Span::new(2, 2)));
    }

    #[test]
    fn only_what_the_edit_changes_comes_and_goes() {
        let whole = vec![finding("far", 8), finding("gone", 9), finding("stays", 10), finding("edited", 4)];
        let before = [finding("gone", 9), finding("stays", 10), finding("misjudged", 11)];
        let after = [finding("stays", 12), finding("misjudged", 13), finding("new", 1)];
        let shift = Shift::between("0123456789abcdef", "0123xx456789abcdef".replace("45", "yy").as_str());
        let found = after_edit(whole, &before, &after, FILE, &shift);
        let shown: Vec<_> =
            found.iter().map(|finding| (finding.fingerprint.as_str(), finding.diagnostic.primary.location.span.start)).collect();
        assert_eq!(shown, [("new", 1), ("far", 10), ("stays", 12)]);
    }
}
