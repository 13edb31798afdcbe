//! Comments that speak to the tool: contracts and suppressions.
//!
//! Front ends hand every comment to [`parse`] with where it stands; what is not a directive, or
//! nearly one, is dropped.

use super::Name;
use super::repair::{self, Repair};
use crate::source::{Line, Span};
use serde::{Deserialize, Serialize};

/// A directive comment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Directive {
    /// What it says.
    pub kind: DirectiveKind,
    /// The whole comment.
    pub span: Span,
    /// The line it stands on.
    pub line: Line,
    /// Nothing but white space stands before it on its line: it speaks of the declaration or line
    /// under it. `applies_to` is then the next line that is not a comment.
    pub own_line: bool,
    /// The line that it speaks of.
    pub applies_to: Line,
    /// The bytes of that line, its break left out; where a Go `var ( … )` opens there, up to its end.
    pub target: Span,
}

/// Kinds of [`Directive`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum DirectiveKind {
    /// A `CONCURRENCY_SAFE` promise that is well formed.
    Contract(Contract),
    /// Something meant as a promise that is not well formed.
    MalformedContract {
        /// What is wrong.
        wrong: Name,
        /// What would make it one.
        repair: Option<Repair>,
    },
    /// `maplint:ignore a,b until=2027-01-31 -- reason`, `nolint:maplint // reason`.
    Suppression {
        /// Rule ids; empty: all.
        rules: Vec<Name>,
        /// The reason; empty where none is given.
        reason: Name,
        /// What stands after `until=`: the last day on which it holds, as written.
        until: Option<Name>,
    },
}

/// A well-formed promise.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contract {
    /// `true` or `false`.
    pub safe: bool,
    /// `guarded_by=NAME`.
    pub guarded_by: Option<Name>,
    /// `init_only`.
    pub init_only: bool,
    /// `confined=NAME`.
    pub confined: Option<Name>,
    /// After ` -- `.
    pub reason: Option<Name>,
    /// Written as another tool's annotation (`+checklocks:`, `GUARDED_BY()`), which also stands at
    /// what is no map and speaks of what this tool does not know: never malformed.
    pub foreign: bool,
}

/// Reads one comment, its delimiters included (`//`, `/* */`, Rust's doc comments); `None` where it
/// says nothing to the tool. Of several lines the first that does counts. Cheap for the many
/// comments that do not.
///
/// A contract is `CONCURRENCY_SAFE: true|false` or `maplint:concurrency_safe=true|false`, then any of
/// `guarded_by=NAME`, `init_only`, `confined=NAME`, then ` -- ` and a reason. What is spelled nearly
/// so is a [`DirectiveKind::MalformedContract`]. Go's `+checklocks:NAME` and C++'s `GUARDED_BY(NAME)`
/// are the same promise as `true guarded_by=NAME`.
pub fn parse(comment: &str) -> Option<DirectiveKind> {
    Some(match as_written(comment)? {
        DirectiveKind::MalformedContract { wrong, .. } => DirectiveKind::MalformedContract { wrong, repair: repair::repair(comment) },
        well_formed => well_formed,
    })
}

/// What a comment says, and of what is malformed not what was meant.
pub(super) fn as_written(comment: &str) -> Option<DirectiveKind> {
    let text = comment.trim_end();
    let text = match text.strip_prefix("/*") {
        Some(block) => block.strip_suffix("*/").unwrap_or(block),
        None => text.trim_start_matches('/'),
    };
    text.lines().find_map(|line| parse_line(line.trim().trim_start_matches(['*', '!']).trim_start()))
}

pub(super) const CONTRACT: &str = "CONCURRENCY_SAFE";

fn parse_line(line: &str) -> Option<DirectiveKind> {
    if let Some(directive) = line.strip_prefix("maplint:").filter(|directive| directive.starts_with(is_word)) {
        return Some(own_directive(directive));
    }
    if let Some(list) = line.strip_prefix("nolint:") {
        let (linters, rest) = list.split_at(list.find([' ', '\t', '/']).unwrap_or(list.len()));
        let is_ours = linters.split(',').any(|linter| linter.trim() == "maplint");
        return is_ours.then(|| suppression(Vec::new(), rest));
    }
    if let Some(name) = line.strip_prefix("+checklocks:") {
        return guard_name(name.split_whitespace().next().unwrap_or_default()).map(guarded_by);
    }
    if let Some((_, rest)) = line.split_once("GUARDED_BY(") {
        return rest.split_once(')').and_then(|(name, _)| guard_name(name.trim())).map(guarded_by);
    }
    contract_in(line)
}

/// What follows `maplint:`.
fn own_directive(text: &str) -> DirectiveKind {
    let word_end = text.find(|character: char| !is_word(character)).unwrap_or(text.len());
    let (word, rest) = text.split_at(word_end);
    match (word, rest.strip_prefix('=')) {
        ("ignore", None) => {
            let rest = rest.trim_start();
            let (ids, rest) = rest.split_at(ids_length(rest));
            let rules = ids.split(',').map(str::trim).filter(|id| !id.is_empty()).map(Name::from).collect();
            suppression(rules, rest)
        }
        ("concurrency_safe", Some(promise)) => contract(promise),
        _ if is_nearly_contract(word) => {
            malformed(format!("`maplint:{word}` is not a promise: write `maplint:concurrency_safe=true` or `=false`"))
        }
        _ => malformed(format!("`maplint:{word}` is unknown: write `maplint:ignore` or `maplint:concurrency_safe=`")),
    }
}

const UNTIL: &str = "until=";

/// The length of a list of rule ids: it goes on after a comma.
fn ids_length(text: &str) -> usize {
    if ["--", "//", UNTIL].iter().any(|other| text.starts_with(other)) {
        return 0;
    }
    let mut end = 0;
    for word in text.split_inclusive([' ', '\t']) {
        end += word.len();
        let goes_on = word.trim_end().ends_with(',') || text[end..].trim_start().starts_with(',');
        if !goes_on && !word.trim().is_empty() {
            break;
        }
    }
    end
}

/// A suppression of `rules`; `rest` is what follows them. The day may stand before the reason or in it.
fn suppression(rules: Vec<Name>, rest: &str) -> DirectiveKind {
    let is_word = |at: usize| !rest[..at].ends_with(|before: char| !before.is_whitespace());
    let Some((at, _)) = rest.match_indices(UNTIL).find(|(at, _)| is_word(*at)) else {
        return DirectiveKind::Suppression { rules, reason: reason(rest), until: None };
    };
    let after = &rest[at + UNTIL.len()..];
    let (day, after) = after.split_at(after.find(char::is_whitespace).unwrap_or(after.len()));
    let reason = reason(&format!("{}{}", &rest[..at], after.trim_start()));
    DirectiveKind::Suppression { rules, reason, until: Some(Name::from(day)) }
}

fn reason(text: &str) -> Name {
    Name::from(text.trim_start_matches(|c: char| c.is_whitespace() || "-/:".contains(c)).trim_end())
}

/// A promise that opens a line or a sentence in it: the word, then `:` or `=`. Inside a sentence it is
/// only spoken of.
fn contract_in(line: &str) -> Option<DirectiveKind> {
    if line == CONTRACT {
        return Some(malformed(format!("`{CONTRACT}` lacks its value: write `{CONTRACT}: true` or `{CONTRACT}: false`")));
    }
    for (at, mark) in line.match_indices([':', '=']) {
        let before = line[..at].trim_end();
        let start = before.char_indices().rev().take_while(|(_, character)| is_word(*character)).last().map_or(before.len(), |(at, _)| at);
        let word = &before[start..];
        if start > 0 && !line[..start].trim_end().ends_with(['.', ';']) {
            continue;
        }
        if word == CONTRACT && mark == ":" {
            return Some(contract(&line[at + 1..]));
        }
        if word == CONTRACT {
            return Some(malformed(format!("`{CONTRACT} =` is not a promise: write `{CONTRACT}: true` or `{CONTRACT}: false`")));
        }
        if is_nearly_contract(word) {
            return Some(malformed(format!("`{word}` is not a promise: write `{CONTRACT}: true` or `{CONTRACT}: false`")));
        }
    }
    None
}

/// What follows the word and its mark.
fn contract(promise: &str) -> DirectiveKind {
    let (words, reason) = match promise.split_once("--") {
        Some((words, reason)) => (words, Some(reason.trim()).filter(|reason| !reason.is_empty())),
        None => (promise, None),
    };
    let mut words = words.split([' ', '\t', ',', ';']).filter(|word| !word.is_empty());
    let mut contract = match words.next() {
        Some("true") => Contract { safe: true, ..Contract::default() },
        Some("false") => Contract::default(),
        Some(value) => return malformed(format!("`{value}` is no value of {CONTRACT}: write `true` or `false`")),
        None => return malformed(format!("{CONTRACT} has no value: write `true` or `false`")),
    };
    contract.reason = reason.map(Name::from);
    for word in words {
        match word.split_once('=') {
            Some(("guarded_by", name)) if guard_name(name).is_some() => contract.guarded_by = guard_name(name),
            Some(("confined", name)) if guard_name(name).is_some() => contract.confined = guard_name(name),
            Some((known @ ("guarded_by" | "confined"), _)) => return malformed(format!("`{known}=` names nothing: write `{known}=NAME`")),
            None if word == "init_only" => contract.init_only = true,
            _ => {
                return malformed(format!(
                    "`{word}` is unknown after {CONTRACT}: write `guarded_by=NAME`, `init_only`, `confined=NAME`, or a reason after ` -- `"
                ));
            }
        }
    }
    if !contract.safe && contract.guarded_by.is_some() {
        return malformed(format!("`guarded_by` contradicts `{CONTRACT}: false`, which no lock makes good: write `true`"));
    }
    DirectiveKind::Contract(contract)
}

fn guarded_by(name: Name) -> DirectiveKind {
    DirectiveKind::Contract(Contract { safe: true, guarded_by: Some(name), foreign: true, ..Contract::default() })
}

/// A name or a path of names.
fn guard_name(text: &str) -> Option<Name> {
    let is_path = !text.is_empty() && text.chars().all(|character| character.is_alphanumeric() || "_.:&*".contains(character));
    is_path.then(|| Name::from(text))
}

fn malformed(message: String) -> DirectiveKind {
    DirectiveKind::MalformedContract { wrong: Name::from(&message), repair: None }
}

pub(super) fn is_word(character: char) -> bool {
    character.is_alphanumeric() || character == '_' || character == '-'
}

/// Whether a word is the contract's but for case, hyphens and two slips of the finger. In small
/// letters with a hyphen it is plain English.
pub(super) fn is_nearly_contract(word: &str) -> bool {
    const SLIPS: usize = 2;
    let is_name = word.contains('_') || word.contains('-') && !word.contains(char::is_lowercase);
    let fits = is_name && word.len().abs_diff(CONTRACT.len()) <= SLIPS;
    fits && edit_distance(&word.to_ascii_uppercase().replace('-', "_"), CONTRACT) <= SLIPS
}

/// How many characters must be put in, taken out or changed to make one word the other.
pub(super) fn edit_distance(left: &str, right: &str) -> usize {
    let mut row: Vec<usize> = (0..=right.chars().count()).collect();
    for (line, from) in left.chars().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], line + 1);
        for (column, to) in right.chars().enumerate() {
            let change = diagonal + usize::from(from != to);
            diagonal = row[column + 1];
            row[column + 1] = change.min(diagonal + 1).min(row[column] + 1);
        }
    }
    row[right.chars().count()]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A directive in few words: `!` before a malformed one, `~` before a suppression.
    fn shown(comment: &str) -> String {
        match parse(comment) {
            None => "-".to_owned(),
            Some(DirectiveKind::MalformedContract { wrong, .. }) => format!("!{wrong}"),
            Some(DirectiveKind::Suppression { rules, reason, until }) => {
                let rules: Vec<_> = rules.iter().map(Name::as_str).collect();
                let until = until.map(|day| format!("|{day}")).unwrap_or_default();
                format!("~{}|{reason}{until}", rules.join(","))
            }
            Some(DirectiveKind::Contract(contract)) => {
                let mut words = vec![contract.safe.to_string()];
                words.extend(contract.guarded_by.map(|name| format!("by {name}")));
                words.extend(contract.init_only.then(|| "init".to_owned()));
                words.extend(contract.confined.map(|name| format!("in {name}")));
                words.extend(contract.foreign.then(|| "foreign".to_owned()));
                words.extend(contract.reason.map(|reason| format!("-- {reason}")));
                words.join(" ")
            }
        }
    }

    #[test]
    fn well_formed_contracts() {
        let cases = [
            ("// CONCURRENCY_SAFE: true", "true"),
            ("// CONCURRENCY_SAFE: false", "false"),
            ("//CONCURRENCY_SAFE:true guarded_by=mu -- the lock of all", "true by mu -- the lock of all"),
            ("/// CONCURRENCY_SAFE: true init_only", "true init"),
            ("//! CONCURRENCY_SAFE: false confined=loop", "false in loop"),
            ("/* CONCURRENCY_SAFE: true, guarded_by=c.mu */", "true by c.mu"),
            ("/*\n * Entries by key.\n * CONCURRENCY_SAFE: true\n */", "true"),
            ("/** CONCURRENCY_SAFE: true */", "true"),
            ("// entries by key. CONCURRENCY_SAFE: true", "true"),
            ("//maplint:concurrency_safe=true guarded_by=mu", "true by mu"),
            ("// +checklocks:mu", "true by mu foreign"),
            ("// the entries, GUARDED_BY(c.mu).", "true by c.mu foreign"),
        ];
        for (comment, expected) in cases {
            assert_eq!(shown(comment), expected, "{comment}");
        }
    }

    #[test]
    fn near_misses_say_what_would_be_right() {
        let cases = [
            ("// CONCURENCY_SAFE: true", "`CONCURENCY_SAFE` is not a promise: write `CONCURRENCY_SAFE: true`"),
            ("// CONCURRENCY-SAFE: ture", "`CONCURRENCY-SAFE` is not a promise"),
            ("// Concurrency_safe = true", "`Concurrency_safe` is not a promise"),
            ("// CONCURRENCY_SAFE = true", "`CONCURRENCY_SAFE =` is not a promise"),
            ("// CONCURRENCY_SAFE:", "CONCURRENCY_SAFE has no value"),
            ("// CONCURRENCY_SAFE: -- because", "CONCURRENCY_SAFE has no value"),
            ("// CONCURRENCY_SAFE: ture", "`ture` is no value of CONCURRENCY_SAFE"),
            ("// CONCURRENCY_SAFE: true because", "`because` is unknown after CONCURRENCY_SAFE"),
            ("// CONCURRENCY_SAFE: true guarded_by=", "`guarded_by=` names nothing"),
            ("// CONCURRENCY_SAFE: false guarded_by=mu", "`guarded_by` contradicts"),
            ("//maplint:concurency_safe=true", "`maplint:concurency_safe` is not a promise"),
            ("//maplint:ignroe x", "`maplint:ignroe` is unknown"),
        ];
        for (comment, expected) in cases {
            assert!(shown(comment).starts_with(&format!("!{expected}")), "{comment}: {}", shown(comment));
        }
    }

    #[test]
    fn prose_is_left_alone() {
        let prose = [
            "// this map is concurrency safe: it has a lock",
            "// CONCURRENCY_SAFE maps are listed below",
            "// others say CONCURRENCY_SAFE: false above it.",
            "// Store is concurrency-safe: callers need no lock",
            "// thread-safe: yes",
            "// see https://example.com/?concurrency=safe",
            "//",
            "/**/",
            "/* open",
            "// nolint:gosec // maplint",
            "//nolint",
            "// maplint: it helps",
            "// we call maplint:ignore here",
        ];
        for comment in prose {
            assert_eq!(shown(comment), "-", "{comment}");
        }
    }

    #[test]
    fn suppressions() {
        let cases = [
            ("//maplint:ignore unguarded-map-write,nil-map-write -- only in init", "~unguarded-map-write,nil-map-write|only in init"),
            ("// maplint:ignore unguarded-map-write, nil-map-write", "~unguarded-map-write,nil-map-write|"),
            ("//maplint:ignore", "~|"),
            ("//maplint:ignore -- all of them", "~|all of them"),
            ("//maplint:ignore a -- -- //", "~a|"),
            ("//nolint:maplint", "~|"),
            ("// nolint:gosec,maplint // guarded by the caller", "~|guarded by the caller"),
            ("/* nolint:maplint // why not */", "~|why not"),
            ("//maplint:ignore a, b until=2027-01-31 -- until then", "~a,b|until then|2027-01-31"),
            ("//maplint:ignore a -- the old store until=2027-01-31", "~a|the old store|2027-01-31"),
            ("//maplint:ignore until=soon -- all", "~|all|soon"),
            ("//nolint:maplint until=2027-01-31 // why not", "~|why not|2027-01-31"),
            ("//maplint:ignore a until=", "~a||"),
            ("//maplint:ignore a -- not_until=x", "~a|not_until=x"),
        ];
        for (comment, expected) in cases {
            assert_eq!(shown(comment), expected, "{comment}");
        }
    }
}
