//! What makes a misspelt directive the one that was meant.

use super::Name;
use super::directive::{CONTRACT, DirectiveKind, as_written, edit_distance, is_nearly_contract, is_word};
use serde::{Deserialize, Serialize};

/// An edit inside a comment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Repair {
    /// The first byte that is replaced, from the start of the comment.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
    /// What stands there then.
    pub text: Name,
}

/// So many slips of the finger are seen through in a value.
const SLIPS: usize = 2;

/// Comments that are longer (bytes) are not repaired: each word is tried.
const LONGEST: usize = 4096;

/// The first edit of a word, its mark or its value that makes the comment a directive which is well formed.
pub(super) fn repair(comment: &str) -> Option<Repair> {
    if comment.len() > LONGEST {
        return None;
    }
    words(comment).filter_map(|(start, word)| of_word(comment, start, word)).find(|repair| {
        let (start, end) = (repair.start as usize, repair.end as usize);
        let repaired = format!("{}{}{}", &comment[..start], repair.text, &comment[end..]);
        as_written(&repaired).is_some_and(|kind| !matches!(kind, DirectiveKind::MalformedContract { .. }))
    })
}

/// What may be wrong with a word, or with what follows it.
fn of_word(comment: &str, start: usize, word: &str) -> Option<Repair> {
    let own = comment[..start].ends_with("maplint:");
    let right = if own { "concurrency_safe" } else { CONTRACT };
    let after = start + word.len();
    let rest = &comment[after..];
    let mark = after + (rest.len() - rest.trim_start_matches([' ', '\t']).len());
    let is_mark = comment[mark..].starts_with([':', '=']);
    let edit = |start: usize, end: usize, text: String| {
        Some(Repair { start: u32::try_from(start).ok()?, end: u32::try_from(end).ok()?, text: Name::from(&text) })
    };
    match () {
        () if own && word != right && is_nearly_contract(word) => edit(start, after, right.to_owned()),
        () if own && word != right => (edit_distance(word, "ignore") <= SLIPS).then(|| edit(start, after, "ignore".to_owned()))?,
        () if !is_mark => None,
        () if !own && is_nearly_contract(word) && (word != CONTRACT || comment[mark..].starts_with('=')) => {
            edit(start, mark + 1, format!("{CONTRACT}:"))
        }
        () if word == right => {
            let (at, value) = words(comment).find(|(at, _)| *at > mark)?;
            let meant = ["true", "false"].into_iter().find(|meant| edit_distance(&value.to_lowercase(), meant) <= SLIPS)?;
            edit(at, at + value.len(), meant.to_owned())
        }
        () => None,
    }
}

/// The words of a text, and where each starts.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + text[at..].find(is_word)?;
        let end = text[start..].find(|character| !is_word(character)).map_or(text.len(), |length| start + length);
        at = end;
        Some((start, &text[start..end]))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(comment: &str, expected: Option<&str>) {
        let repaired =
            repair(comment).map(|Repair { start, end, text }| format!("{}{text}{}", &comment[..start as usize], &comment[end as usize..]));
        assert_eq!(repaired.as_deref(), expected);
    }

    #[test]
    fn what_was_meant() {
        check("// CONCURENCY_SAFE: true guarded_by=mu", Some("// CONCURRENCY_SAFE: true guarded_by=mu"));
        check("// Concurrency_safe = true", Some("// CONCURRENCY_SAFE: true"));
        check("// CONCURRENCY_SAFE = false -- why", Some("// CONCURRENCY_SAFE: false -- why"));
        check("// CONCURRENCY_SAFE: ture", Some("// CONCURRENCY_SAFE: true"));
        check("/* CONCURRENCY_SAFE: FALSE */", Some("/* CONCURRENCY_SAFE: false */"));
        check("//maplint:concurency_safe=true", Some("//maplint:concurrency_safe=true"));
        check("//maplint:ignroe nil-map-write -- never", Some("//maplint:ignore nil-map-write -- never"));
    }

    #[test]
    fn what_nobody_can_tell() {
        check("// CONCURRENCY_SAFE: yes", None);
        check("// CONCURRENCY_SAFE:", None);
        check("// CONCURRENCY_SAFE: true because", None);
        check("// CONCURENCY_SAFE: ture", None);
        check("//maplint:explain", None);
        check(&format!("// CONCURRENCY_SAFE: ture{}", " ".repeat(LONGEST)), None);
    }
}
