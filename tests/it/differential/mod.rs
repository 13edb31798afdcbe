//! Changes of a program that must not change what is found, lines aside (`same`), or can only take findings away (`fewer`): on
//! the cases of `testdata`, and those of order on a project that is named.

mod fewer;
mod rewrite;
mod same;

use crate::fuzzed::bodies::checked;
use crate::support::cases::Case;
use maplint::diagnostic::Confidence;
use maplint::source::{Overlay, Replaced};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What stands in the place of files, by path; `None`: the file is gone.
type Texts = BTreeMap<PathBuf, Option<String>>;

/// What a finding is about, lines aside.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Found {
    rule: String,
    category: String,
    function: String,
    map: String,
    message: String,
    confidence: Confidence,
}

/// What all rules find in a case with these texts, in order.
fn found(case: &Case, texts: &Texts) -> Vec<Found> {
    let mut overlay = Overlay::default();
    for (path, text) in texts {
        let replaced = text.as_ref().map_or(Replaced::ByNothing, |text| Replaced::By(Arc::from(text.as_bytes())));
        overlay.put(path.clone(), replaced);
    }
    let checked = checked(&case.dir, &overlay);
    assert!(checked.gathered.problems.is_empty(), "{}: {:?}", case.title, checked.gathered.problems);
    let of = |diagnostic: maplint::diagnostic::Diagnostic| Found {
        rule: diagnostic.rule.as_str().to_owned(),
        category: diagnostic.category.to_string(),
        function: diagnostic.function,
        map: diagnostic.map.map(|map| map.qualified()).unwrap_or_default(),
        message: diagnostic.message,
        confidence: diagnostic.confidence,
    };
    let mut found: Vec<Found> = checked.gathered.diagnostics.into_iter().map(of).collect();
    found.sort();
    found
}

/// The source files of a case.
fn texts(case: &Case, extension: &str) -> BTreeMap<PathBuf, String> {
    let is_source = |entry: &walkdir::DirEntry| {
        let name = entry.file_name().to_string_lossy();
        entry.depth() == 0 || !(name.starts_with(['.', '_']) || name == "target" || name == "vendor")
    };
    let files = walkdir::WalkDir::new(&case.dir).into_iter().filter_entry(is_source).map(|entry| entry.expect("the case can be read"));
    let files = files.filter(|entry| entry.path().extension().is_some_and(|found| found == extension));
    files.map(|entry| (entry.path().to_owned(), fs::read_to_string(entry.path()).expect("the case can be read"))).collect()
}

/// The texts with each changed.
fn each(texts: &BTreeMap<PathBuf, String>, change: impl Fn(&Path, &str) -> String) -> Texts {
    texts.iter().map(|(path, text)| (path.clone(), Some(change(path, text)))).collect()
}

/// The complaints about a case, of which some are known for what they are: those are told once they are mended.
fn but_for(known: &[&str], case: &Case, complaints: Vec<String>) -> Vec<String> {
    match (known.iter().any(|known| case.title.ends_with(known)), complaints.is_empty()) {
        (false, _) => complaints,
        (true, false) => Vec::new(),
        (true, true) => vec!["it holds now: take it off the list".to_owned()],
    }
}
