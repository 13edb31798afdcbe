//! Changes that must not change what is found.

use super::{Found, Texts, but_for, each, found, lower, texts, with};
use crate::support::cases::{self, Case};
use maplint::facts::{FunctionKind, Node};
use maplint::source::Span;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Where the order of functions counts, and should not.
const ORDERED: [&str; 0] = [];

const LANGUAGES: [(&str, &str); 2] = [("go", "go"), ("rust", "rs")];

/// Says where what is found with these texts differs from what is found without, as `read` reads it.
fn must_be_same(case: &Case, changed: &Texts, what: &str, read: impl Fn(Found) -> Found) -> Vec<String> {
    let in_order = |found: Vec<Found>| {
        let mut found: Vec<Found> = found.into_iter().map(&read).collect();
        found.sort();
        found
    };
    let (before, after) = (in_order(found(case, &Texts::new())), in_order(found(case, changed)));
    let only = |these: &[Found], those: &[Found]| these.iter().filter(|one| !those.contains(one)).cloned().collect::<Vec<_>>();
    if before == after { Vec::new() } else { vec![format!("{what}: lost {:?}, new {:?}", only(&before, &after), only(&after, &before))] }
}

#[test]
fn blank_lines_change_nothing() {
    for (language, extension) in LANGUAGES {
        cases::all_must_pass(&cases::of(language), |case| {
            // In front, and after each declaration.
            let spaced = each(&texts(case, extension), |_, text| format!("\n\n{}", text.replace("\n}\n", "\n}\n\n\n")));
            must_be_same(case, &spaced, "with blank lines", |found| found)
        });
    }
}

#[test]
fn blanks_in_lines_change_nothing() {
    for (language, extension) in LANGUAGES {
        cases::all_must_pass(&cases::of(language), |case| {
            let blank = |found: Found| Found { message: found.message.split_whitespace().collect(), ..found };
            must_be_same(case, &each(&texts(case, extension), |_, text| unformatted(text)), "unformatted", blank)
        });
    }
}

/// The text as nobody's formatter leaves it: no line is indented, and blanks stand where they may. A text with strings of
/// several lines stays.
fn unformatted(text: &str) -> String {
    let has_open_string = |line: &str| line.matches('"').count() % 2 == 1;
    if text.contains('`') || text.lines().any(has_open_string) {
        return text.to_owned();
    }
    let line = |line: &str| {
        let line = line.trim_start();
        let is_plain = !line.contains(['"', '\'', '#']) && !line.contains("//");
        let line = if is_plain { line.replace(' ', "   ").replace('(', "( ").replace(')', " )") } else { line.to_owned() };
        line + "\n"
    };
    text.lines().map(line).collect()
}

#[test]
fn the_order_of_functions_changes_nothing() {
    cases::all_must_pass(&cases::of("go"), |case| {
        // Of the two ends of a race the first in the file carries the finding, and the words are those of that end.
        let ends = |found: Found| Found { function: String::new(), message: String::new(), ..found };
        let complaints = must_be_same(case, &each(&texts(case, "go"), reversed), "with functions in reverse", ends);
        but_for(&ORDERED, case, complaints)
    });
}

/// The text with its functions in reverse order, comments left where they are.
fn reversed(path: &Path, text: &str) -> String {
    let facts = lower(path, text);
    let functions = facts.functions.iter().filter(|function| function.kind != FunctionKind::Initialiser);
    let mut spans: Vec<Span> = functions.map(|function| function.span).collect();
    spans.sort();
    let other = |span: &Span| text[span.start as usize..span.end as usize].to_owned();
    with(text, spans.iter().zip(spans.iter().rev()).map(|(here, there)| (*here, other(there))).collect())
}

#[test]
fn the_order_of_files_changes_nothing() {
    cases::all_must_pass(&cases::of("go"), |case| {
        let texts = texts(case, "go");
        let mut changed = Texts::new();
        for (at, (path, text)) in texts.iter().enumerate() {
            let name = path.file_name().expect("a file has a name").to_string_lossy();
            changed.insert(path.clone(), None);
            changed.insert(path.with_file_name(format!("f{:03}_{name}", texts.len() - at)), Some(text.clone()));
        }
        must_be_same(case, &changed, "with files in reverse", |found| found)
    });
}

#[test]
fn the_name_of_a_local_changes_nothing() {
    const SUFFIX: &str = "Renamed";
    cases::all_must_pass(&cases::of("go"), |case| {
        // A promise names its lock in a comment.
        let texts: BTreeMap<PathBuf, String> = texts(case, "go").into_iter().filter(|(_, text)| !text.contains("guarded_by=")).collect();
        let read = |found: Found| {
            let plain = |text: String| text.replace(SUFFIX, "");
            Found { map: plain(found.map), message: plain(found.message), ..found }
        };
        must_be_same(case, &each(&texts, |path, text| renamed(path, text, SUFFIX)), "renamed", read)
    });
}

/// The text with another name for each local.
fn renamed(path: &Path, text: &str, suffix: &str) -> String {
    let facts = lower(path, text);
    let mut edits = BTreeSet::new();
    for body in facts.functions.iter().map(|function| &function.body) {
        let mut rename = |span: Span, name: &str| {
            let is_name = name != "_" && text.get(span.start as usize..span.end as usize) == Some(name);
            is_name.then(|| edits.insert((span, format!("{name}{suffix}"))))
        };
        body.locals.iter().for_each(|local| _ = rename(local.span, local.name.as_str()));
        for (node, span) in body.nodes.iter().zip(&body.spans) {
            if let Node::Local(local) = node {
                rename(*span, body.local(*local).name.as_str());
            }
        }
    }
    with(text, edits)
}
