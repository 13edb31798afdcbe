//! Changes that must not change what is found.

use super::rewrite::{broken, joined, loose, renamed, reversed, with_old_names};
use super::{Found, Texts, each, found, texts};
use crate::support::cases::{self, Case};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

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

/// A text written another way, by its path and itself.
type Rewrite = fn(&Path, &str) -> String;

#[test]
fn formatting_changes_nothing() {
    let ways: [(&str, Rewrite); 3] = [("loose", loose), ("in many lines", broken), ("in few lines", joined)];
    let blank = |found: Found| Found { message: found.message.split_whitespace().collect(), ..found };
    for (language, extension) in LANGUAGES {
        cases::all_must_pass(&cases::of(language), |case| {
            let written = |(name, way): &(&str, Rewrite)| must_be_same(case, &each(&texts(case, extension), way), name, blank);
            ways.iter().flat_map(written).collect()
        });
    }
}

#[test]
fn the_order_of_functions_changes_nothing() {
    for (language, extension) in LANGUAGES {
        cases::all_must_pass(&cases::of(language), |case| functions_in_reverse(case, extension));
    }
}

fn functions_in_reverse(case: &Case, extension: &str) -> Vec<String> {
    // Comments stay where they are: a promise among them is before another function then.
    let of_comment = |found: &Found| found.category == "contract" && found.function.is_empty();
    let read = |found: Found| if of_comment(&found) { Found { message: String::new(), ..found } } else { found };
    must_be_same(case, &each(&texts(case, extension), reversed), "with functions in reverse", read)
}

#[test]
fn the_order_of_files_changes_nothing() {
    for (language, extension) in LANGUAGES {
        cases::all_must_pass(&cases::of(language), |case| files_in_reverse(case, extension));
    }
}

fn files_in_reverse(case: &Case, extension: &str) -> Vec<String> {
    let texts = texts(case, extension);
    let mut changed = Texts::new();
    // What crates begin with is found by its name.
    let is_free = |path: &Path| !["lib.rs", "main.rs", "build.rs"].iter().any(|name| path.ends_with(name));
    for (at, (path, text)) in texts.iter().filter(|(path, _)| is_free(path)).enumerate() {
        let name = path.file_name().expect("a file has a name").to_string_lossy();
        changed.insert(path.clone(), None);
        // `linux.go` is for all systems, and `f_linux.go` is not.
        changed.insert(path.with_file_name(format!("f{:06}{name}", texts.len() - at)), Some(text.clone()));
    }
    must_be_same(case, &changed, "with files in reverse", |found| found)
}

#[test]
fn the_name_of_a_local_changes_nothing() {
    for (language, extension) in LANGUAGES {
        cases::all_must_pass(&cases::of(language), |case| locals_renamed(case, extension));
    }
}

fn locals_renamed(case: &Case, extension: &str) -> Vec<String> {
    // A promise names its lock in a comment.
    let without_promise = |(_, text): &(PathBuf, String)| !text.contains("guarded_by=");
    let texts: BTreeMap<PathBuf, String> = texts(case, extension).into_iter().filter(without_promise).collect();
    let read = |found: Found| Found { map: with_old_names(&found.map), message: with_old_names(&found.message), ..found };
    must_be_same(case, &each(&texts, renamed), "renamed", read)
}

#[test]
#[ignore = "takes the clone of a project that `MAPLINT_TREE` names"]
fn a_project_says_the_same_in_another_order() {
    let root = std::env::var("MAPLINT_TREE").expect("`MAPLINT_TREE` names a folder");
    let project = Case { dir: std::path::absolute(&root).expect("a folder that can be named"), title: root };
    let of_go = || [functions_in_reverse(&project, "go"), files_in_reverse(&project, "go"), locals_renamed(&project, "go")];
    // The files of a crate have the names of its modules.
    let complaints = [of_go().concat(), functions_in_reverse(&project, "rs")].concat();
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}
