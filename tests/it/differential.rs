//! Changes of a program that must not change what is found, lines aside: on the cases of `testdata`.

use crate::support::cases::{self, Case};
use maplint::analysis::Stop;
use maplint::config::{Choice, Flags, Settings};
use maplint::driver::{self, Reach, Request, Unkept};
use maplint::facts::Node;
use maplint::frontend::go;
use maplint::report::Progress;
use maplint::source::{Overlay, Replaced, Span};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};

/// Texts of files by path.
type Texts = BTreeMap<PathBuf, String>;

/// What the finding is about, lines aside: its rule, its function, what it says.
type Found = Vec<[String; 3]>;

static RULES: LazyLock<driver::Rules> = LazyLock::new(|| driver::rules(&[]));

/// What all rules find in a case when these texts stand in the place of its files.
fn found(case: &Case, texts: &Texts) -> Found {
    let mut overlay = Overlay::default();
    for (path, text) in texts {
        overlay.put(path.clone(), Replaced::By(Arc::from(text.as_bytes())));
    }
    let settings = Settings::new(Choice::Defaults, Flags::default(), &[], &case.dir).expect("the defaults are well formed");
    let request = Request {
        paths: &[PathBuf::from("./...")],
        overlay: &overlay,
        reach: Reach::All,
        rules: &RULES,
        settings: &settings,
        threads: Some(NonZeroUsize::MIN),
        stop: &Stop::default(),
        inventory: false,
        store: &Unkept,
    };
    let checked = driver::check(&request, &Progress::new(false));
    assert!(checked.gathered.problems.is_empty(), "{}: {:?}", case.title, checked.gathered.problems);
    let mut found: Found = checked
        .gathered
        .diagnostics
        .into_iter()
        .map(|diagnostic| [diagnostic.rule.as_str().to_owned(), diagnostic.function, diagnostic.message])
        .collect();
    found.sort();
    found
}

/// The source files of a case.
fn texts(case: &Case, extension: &str) -> Texts {
    let is_source = |entry: &walkdir::DirEntry| {
        let name = entry.file_name().to_string_lossy();
        entry.depth() == 0 || !(name.starts_with(['.', '_']) || name == "target" || name == "vendor")
    };
    let files = walkdir::WalkDir::new(&case.dir).into_iter().filter_entry(is_source).map(|entry| entry.expect("the case can be read"));
    let files = files.filter(|entry| entry.path().extension().is_some_and(|found| found == extension));
    files.map(|entry| (entry.path().to_owned(), fs::read_to_string(entry.path()).expect("the case can be read"))).collect()
}

/// Says where what is found in the changed case differs.
fn must_be_same(case: &Case, before: &Found, changed: &Texts, what: &str) -> Vec<String> {
    let after = found(case, changed);
    let only = |these: &Found, those: &Found| these.iter().filter(|one| !those.contains(one)).cloned().collect::<Vec<_>>();
    if *before == after { Vec::new() } else { vec![format!("{what}: lost {:?}, new {:?}", only(before, &after), only(&after, before))] }
}

/// The text with each span replaced; spans that are one count once.
fn with(text: &str, edits: BTreeSet<(Span, String)>) -> String {
    let (mut changed, mut at) = (String::new(), 0);
    for (span, new) in edits {
        if (span.start as usize) < at {
            continue;
        }
        changed.push_str(&text[at..span.start as usize]);
        changed.push_str(&new);
        at = span.end as usize;
    }
    changed + &text[at..]
}

#[test]
fn blank_lines_change_nothing() {
    for (language, extension) in [("go", "go"), ("rust", "rs")] {
        cases::all_must_pass(&cases::of(language), |case| {
            let texts = texts(case, extension);
            let before = found(case, &texts);
            // In front, and after each declaration.
            let spaced = texts.iter().map(|(path, text)| (path.clone(), format!("\n\n{}", text.replace("\n}\n", "\n}\n\n\n")))).collect();
            must_be_same(case, &before, &spaced, "with blank lines")
        });
    }
}

#[test]
fn the_name_of_a_local_changes_nothing() {
    const SUFFIX: &str = "Renamed";
    cases::all_must_pass(&cases::of("go"), |case| {
        // A promise names its lock in a comment.
        let texts: Texts = texts(case, "go").into_iter().filter(|(_, text)| !text.contains("guarded_by=")).collect();
        let before = found(case, &texts);
        let renamed: Texts = texts.iter().map(|(path, text)| (path.clone(), renamed(path, text, SUFFIX))).collect();
        let after: Found = found(case, &renamed).into_iter().map(|found| found.map(|text| text.replace(SUFFIX, ""))).collect();
        let mut after = after;
        after.sort();
        if before == after { Vec::new() } else { vec![format!("renamed: {before:?}\n{after:?}")] }
    });
}

/// The text with another name for each local.
fn renamed(path: &Path, text: &str, suffix: &str) -> String {
    let facts = go::lower(text, &path.to_string_lossy());
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
