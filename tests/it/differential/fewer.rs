//! Changes that can only take races away.

use super::rewrite::{lower, with};
use super::{Texts, but_for, found, texts};
use crate::support::cases::{self, Case};
use maplint::facts::Node;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

/// Where a call in the place of a goroutine is another program. An exported function that starts a goroutine is taken to be
/// called once for an object; what it does itself, any number of callers do at once.
const INLINE: [&str; 2] = ["mismatched-map-guard/methods_called_through_one_interface", "unguarded-map-read/before_the_start_by_others"];

/// The maps that the rules about races speak of, and in which function. Which rule speaks, and of which lock, may change.
fn raced(case: &Case, texts: &Texts) -> BTreeSet<(String, String)> {
    let found = found(case, texts).into_iter().filter(|found| found.category == "race");
    found.map(|found| (found.function, found.map)).collect()
}

#[test]
fn one_more_lock_is_no_race_more() {
    cases::all_must_pass(&cases::of("go"), |case| {
        let before = raced(case, &Texts::new());
        let after = raced(case, &locked_twice(&texts(case, "go")));
        after.difference(&before).map(|new| format!("with one more lock in each critical section: {new:?}")).collect()
    });
}

/// The texts with one lock of the whole package held wherever one is held.
fn locked_twice(texts: &BTreeMap<PathBuf, String>) -> Texts {
    let mut changed = Texts::new();
    for (path, text) in texts {
        let package = text.lines().find_map(|line| line.strip_prefix("package ")).and_then(|rest| rest.split_whitespace().next());
        let Some(package) = package.filter(|package| !package.ends_with("_test")) else { continue };
        let more: String = text.lines().map(|line| with_one_more(line).unwrap_or_else(|| line.to_owned()) + "\n").collect();
        if more != *text {
            let declared = format!("package {package}\n\nimport \"sync\"\n\nvar oneMore sync.RWMutex\n");
            changed.insert(path.with_file_name(format!("one_more_of_{package}.go")), Some(declared));
            changed.insert(path.clone(), Some(more));
        }
    }
    changed
}

/// `mu.Lock()` as `oneMore.Lock(); mu.Lock()`: a line that locks or unlocks, and does nothing else.
fn with_one_more(line: &str) -> Option<String> {
    let statement = line.split("//").next()?.trim();
    let (defer, lock) = statement.strip_prefix("defer ").map_or(("", statement), |rest| ("defer ", rest));
    let method = ["Lock()", "Unlock()", "RLock()", "RUnlock()"].into_iter().find(|method| lock.ends_with(&format!(".{method}")))?;
    let is_plain = lock.chars().all(|char| char.is_alphanumeric() || "._()".contains(char)) && lock.matches('(').count() == 1;
    let at = line.find(statement)?;
    is_plain.then(|| format!("{}{defer}oneMore.{method}; {}", &line[..at], &line[at..]))
}

#[test]
fn a_goroutine_less_is_no_race_more() {
    cases::all_must_pass(&cases::of("go"), |case| without_each_goroutine(case, |_| "_ = 0".to_owned()));
}

#[test]
fn a_call_for_a_goroutine_is_no_race_more() {
    cases::all_must_pass(&cases::of("go"), |case| {
        let complaints = without_each_goroutine(case, |statement| statement.replacen("go", "  ", 1));
        but_for(&INLINE, case, complaints)
    });
}

/// The races that are found only with another statement in the place of one that starts a goroutine.
fn without_each_goroutine(case: &Case, instead: impl Fn(&str) -> String) -> Vec<String> {
    let before = raced(case, &Texts::new());
    let mut complaints = Vec::new();
    for (path, text) in texts(case, "go") {
        let facts = lower(&path, &text);
        let bodies = facts.functions.iter().map(|function| &function.body);
        let spawns = bodies.flat_map(|body| body.nodes.iter().zip(&body.spans)).filter(|(node, _)| matches!(node, Node::Go(_)));
        for (_, span) in spawns {
            let changed = with(&text, BTreeSet::from([(*span, instead(&text[span.start as usize..span.end as usize]))]));
            let after = raced(case, &Texts::from([(path.clone(), Some(changed))]));
            let new = after.difference(&before).map(|new| format!("without the goroutine at byte {} of {path:?}: {new:?}", span.start));
            complaints.extend(new);
        }
    }
    complaints
}
