//! What the test files share: the repository's files, and the binary under test.

pub(crate) mod browser;
pub(crate) mod cases;
pub(crate) mod client;
pub(crate) mod marks;
pub(crate) mod outcome;
pub(crate) mod rust_cases;
pub(crate) mod sarif;

use assert_cmd::Command;
use maplint::report::Format;
use std::path::{Path, PathBuf};

/// Every way in which a report is written.
pub(crate) const FORMATS: [Format; 10] = [
    Format::Full,
    Format::Concise,
    Format::Json,
    Format::Ndjson,
    Format::Sarif,
    Format::Github,
    Format::Gitlab,
    Format::Junit,
    Format::Checkstyle,
    Format::Html,
];

/// The root of the repository.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A crate with one finding, which has a safe fix: a map of a known size that is made without it.
pub(crate) const CRATE: &str = "//- crates/Cargo.toml
[package]
name = \"crates\"
version = \"0.0.0\"
edition = \"2024\"
//- crates/src/lib.rs
use std::collections::HashMap;

pub fn index(names: &[String]) -> HashMap<&str, usize> {
    let mut places = HashMap::new();
    for (at, name) in names.iter().enumerate() {
        places.insert(name.as_str(), at);
    }
    places
}
";

/// The binary, with surroundings that do not change what it writes.
pub(crate) fn maplint() -> Command {
    let mut command = assert_cmd::cargo::cargo_bin_cmd!("maplint");
    command.env_remove("NO_COLOR").env_remove("MAPLINT_CACHE_DIR").env("MAPLINT_NO_CACHE", "1");
    command
}

/// The text of a file of the repository.
pub(crate) fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The files below a folder of the repository whose names end in `suffix`, relative to the root
/// with `/`, sorted; none where the folder is not there.
pub(crate) fn files_below(folder: &str, suffix: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut open = vec![root().join(folder)];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(&folder).into_iter().flatten() {
            let entry = entry.expect("the repository can be read");
            let path = entry.path();
            if entry.file_type().expect("the repository can be read").is_dir() {
                open.push(path);
            } else if path.to_string_lossy().ends_with(suffix) {
                found.push(relative(&path));
            }
        }
    }
    found.sort();
    found
}

/// Copies a folder with all below it.
pub(crate) fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("the target can be written");
    for entry in std::fs::read_dir(from).expect("the folder can be read") {
        let entry = entry.expect("the folder can be read");
        let target = to.join(entry.file_name());
        if entry.file_type().expect("the folder can be read").is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).expect("the file can be copied");
        }
    }
}

/// Writes the files of `fixture` into a folder: `//- path` starts a file, the lines after it are its text.
pub(crate) fn write_tree(folder: &Path, fixture: &str) {
    for file in fixture.split("//- ").skip(1) {
        let (path, text) = file.split_once('\n').unwrap_or((file, ""));
        let path = folder.join(path);
        std::fs::create_dir_all(path.parent().expect("in the folder")).expect("the folder can be made");
        std::fs::write(path, text).expect("the file can be written");
    }
}

/// The words of a command as a shell has them: in quotes they keep their spaces.
pub(crate) fn words(command: &str) -> Vec<&str> {
    let parts = command.split('\'').enumerate();
    parts.flat_map(|(at, part)| if at % 2 == 1 { vec![part] } else { part.split_whitespace().collect() }).collect()
}

/// Compares the part of a file between two marker lines with what it should be; with
/// `MAPLINT_BLESS=1` writes it instead.
pub(crate) fn check_between(path: &str, begin: &str, end: &str, expected: &str) {
    let text = read(path);
    let start = text.find(begin).unwrap_or_else(|| panic!("{path} has no line {begin}")) + begin.len() + 1;
    let stop = start + text[start..].find(end).unwrap_or_else(|| panic!("{path} has no line {end}"));
    if std::env::var_os("MAPLINT_BLESS").is_some() {
        let blessed = format!("{}{expected}{}", &text[..start], &text[stop..]);
        std::fs::write(root().join(path), blessed).expect("the repository can be written");
    } else {
        assert_eq!(&text[start..stop], expected, "{path} is stale: MAPLINT_BLESS=1 cargo test --test it -- tidy:: cli:: size::");
    }
}

fn relative(path: &Path) -> String {
    let below: PathBuf = path.strip_prefix(root()).expect("the path is below the root").into();
    below.to_string_lossy().replace('\\', "/")
}
