//! The crates under `testdata/rust`, and cargo as it is run on them: one target folder for all, so
//! that what they depend on is built once.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::{fs, io};

/// Every `testdata/rust/<rule>/<case>`, sorted.
pub(crate) fn folders() -> io::Result<Vec<PathBuf>> {
    let mut cases = Vec::new();
    for rule in children(&root().join("testdata/rust"))? {
        cases.extend(children(&rule)?.into_iter().filter(|case| case.join("Cargo.toml").is_file()));
    }
    Ok(cases)
}

/// Runs cargo in `case`, with its lock file as it stands.
pub(crate) fn cargo(case: &Path, arguments: &[&str]) -> io::Result<Output> {
    Command::new(env!("CARGO"))
        .args(arguments)
        .args(["--locked", "--quiet"])
        .current_dir(case)
        .env("CARGO_TARGET_DIR", target())
        .env("CARGO_TERM_COLOR", "never")
        .env_remove("RUSTFLAGS")
        .output()
}

/// The target folder that all cases share.
pub(crate) fn target() -> PathBuf {
    root().join("target/testdata")
}

/// `path` relative to the repository, for messages.
pub(crate) fn shown(path: &Path) -> String {
    path.strip_prefix(root()).unwrap_or(path).display().to_string()
}

/// What a folder has in it, sorted.
pub(crate) fn children(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut entries = fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path())).collect::<io::Result<Vec<_>>>()?;
    entries.sort();
    Ok(entries)
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}
