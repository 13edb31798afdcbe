//! What files form together: a Go folder, which its package clauses may split, or a Rust crate.

use super::{FileId, Language, Project, gopath};
use rustc_hash::FxHashSet;
use std::collections::BTreeMap;
use ustr::Ustr;

/// A Go folder, a Go package, or a Rust crate (one target).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SourceUnit {
    /// Its language.
    pub language: Language,
    /// Go: the import path, outside modules the folder as shown (before [`Project::packages`]). Rust: the crate's name, `-` as `_`.
    pub path: Ustr,
    /// Go: the package clause, empty before [`Project::packages`]. Rust: as `path`.
    pub name: Ustr,
    /// Its files, sorted.
    pub files: Vec<FileId>,
    /// Go: the module's path, empty outside modules. Rust: the workspace's root folder as shown.
    pub module: Ustr,
    /// A Go `main` package, a Rust program or build script: nobody imports it.
    pub is_main: bool,
    /// A Go external test package; a Rust test, benchmark or example.
    pub is_test: bool,
    /// Rust's edition by its year; 0 in Go.
    pub edition: u16,
    /// The language version of a Go module: (1, 22). From then on each iteration has its own variable.
    pub go_version: Option<(u16, u16)>,
    /// Rust: names by which this crate knows others of the run, and their own, sorted.
    pub dependencies: Vec<(Ustr, Ustr)>,
}

impl Project {
    /// The units once the files' package clauses are known (`clause`; empty where a file has none,
    /// ignored in Rust): each Go folder becomes a unit for each package in it. The folder's importable
    /// package has the import path as it is, an external test package has `_test` after it, and any
    /// other (a `main` under `//go:build ignore`) its name in brackets. A file with no clause goes to
    /// the importable package.
    ///
    /// Folders in no module have the import paths by which the files import one another, as far as
    /// `imports` (those of a file, as written) tell it.
    pub fn packages(&self, clause: impl Fn(FileId) -> Ustr, imports: impl Fn(FileId) -> Vec<Ustr>) -> Vec<SourceUnit> {
        let root = self.import_path(imports);
        let mut packages = Vec::new();
        for unit in &self.units {
            match (unit.language, root.filter(|_| is_in_no_module(unit))) {
                (Language::Go, Some(root)) => {
                    let path = if unit.path == "." { root } else { Ustr::from(&format!("{root}/{}", unit.path)) };
                    self.split(&SourceUnit { path, ..unit.clone() }, &clause, &mut packages);
                }
                (Language::Go, None) => self.split(unit, &clause, &mut packages),
                (Language::Rust, _) => packages.push(unit.clone()),
            }
        }
        packages
    }

    /// The import path of the working directory, where it is in no module.
    fn import_path(&self, imports: impl Fn(FileId) -> Vec<Ustr>) -> Option<Ustr> {
        let outside: Vec<&SourceUnit> = self.units.iter().filter(|unit| is_in_no_module(unit)).collect();
        let folders = outside.iter().map(|unit| unit.path.as_str()).filter(|path| *path != ".").collect();
        let imported: FxHashSet<Ustr> = outside.iter().flat_map(|unit| &unit.files).flat_map(|file| imports(*file)).collect();
        gopath::import_path(&folders, imported.iter().map(Ustr::as_str)).map(Ustr::from)
    }

    fn split(&self, folder: &SourceUnit, clause: &impl Fn(FileId) -> Ustr, into: &mut Vec<SourceUnit>) {
        let mut by_name: BTreeMap<&str, Vec<FileId>> = BTreeMap::new();
        let mut nameless = Vec::new();
        for file in &folder.files {
            match clause(*file).as_str() {
                "" => nameless.push(*file),
                name => by_name.entry(name).or_default().push(*file),
            }
        }
        let is_external_test =
            |name: &str, files: &[FileId]| name.ends_with("_test") && files.iter().all(|file| self.files[file.index()].test);
        let importable = by_name
            .iter()
            .filter(|(name, files)| !is_external_test(name, files))
            .min_by_key(|(name, files)| (**name == "main", std::cmp::Reverse(files.len()), **name))
            .map(|(name, _)| *name);
        let folder_name = folder.path.as_str().rsplit('/').next().unwrap_or_default();
        let importable = importable.or_else(|| by_name.keys().find_map(|name| name.strip_suffix("_test"))).unwrap_or(folder_name);
        if !nameless.is_empty() {
            let files = by_name.entry(importable).or_default();
            files.append(&mut nameless);
            files.sort_unstable();
        }
        for (name, files) in by_name {
            let is_test = name != importable && is_external_test(name, &files);
            let path = match name.strip_suffix("_test") {
                _ if name == importable => folder.path,
                Some(tested) if is_test && tested == importable => Ustr::from(&format!("{}_test", folder.path)),
                _ => Ustr::from(&format!("{} [{name}]", folder.path)),
            };
            into.push(SourceUnit { path, name: Ustr::from(name), files, is_main: name == "main", is_test, ..folder.clone() });
        }
    }
}

/// Whether the unit is a Go folder in no module, at or below the working directory.
fn is_in_no_module(unit: &SourceUnit) -> bool {
    unit.language == Language::Go && unit.module.is_empty() && !unit.path.starts_with("..") && !unit.path.starts_with('/')
}
