//! Packages outside the project: where their files are, found without the go command.
//!
//! They are looked for where the go command would take them from: the `vendor` folders of the project,
//! then the modules that its `go.mod` files need, in the module cache, and for the standard library
//! `GOROOT`. What is not there stays unknown: nothing is fetched, and nothing about it is an error.

use super::build::BuildConstraint;
use super::disk::read_text;
use super::go_mod::Needed;
use super::stamp::DiskStamp;
use std::env;
use std::fs;
use std::path::{Component, Path, PathBuf};

/// Where the packages are that the project imports and does not have.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Libraries {
    vendors: Vec<PathBuf>,
    /// Paths of modules and their folders, the longest path first.
    modules: Vec<(String, PathBuf)>,
    /// The folder of the standard library.
    standard: Option<PathBuf>,
}

impl Libraries {
    /// `vendors` are asked in their order. Of a module that is needed in two versions, the first counts.
    pub(super) fn new(vendors: Vec<PathBuf>, needed: &[Needed]) -> Libraries {
        let cache = module_cache();
        let folder = |needed: &Needed| Some((needed.path.clone(), cache.as_ref()?.join(escaped(&needed.kept_as, &needed.version))));
        let mut modules: Vec<(String, PathBuf)> = needed.iter().filter_map(folder).collect();
        modules.sort_by_key(|(path, _)| std::cmp::Reverse(path.len()));
        Libraries { vendors, modules, standard: go_root().map(|root| root.join("src")) }
    }

    /// The texts of a package's files, tests left out, as a [build for Linux](BuildConstraint::holds_on_linux) has them; none where
    /// the package is not on this machine. Files that cannot be read are left out too.
    pub fn texts(&self, package: &str) -> Vec<String> {
        let Some(mut files) = self.folder(package).and_then(|folder| go_files(&folder)) else { return Vec::new() };
        files.sort();
        let text = |file: PathBuf| {
            let text = read_text(&file).ok()?;
            let name = file.file_name()?.to_string_lossy().into_owned();
            BuildConstraint::of(&name, &text).holds_on_linux().then_some(text)
        };
        files.into_iter().filter_map(text).collect()
    }

    /// The states of the files of a package; none where it is not on this machine. `None`: of one the disk tells
    /// nothing that would show whether it changes.
    pub fn stamps(&self, package: &str) -> Option<Vec<(PathBuf, DiskStamp)>> {
        let mut files = self.folder(package).and_then(|folder| go_files(&folder)).unwrap_or_default();
        files.sort();
        files.into_iter().map(|file| DiskStamp::of(&file).map(|stamp| (file, stamp))).collect()
    }

    fn folder(&self, package: &str) -> Option<PathBuf> {
        let path = Path::new(package);
        if package.is_empty() || !path.components().all(|part| matches!(part, Component::Normal(_))) {
            return None;
        }
        let below = |root: &PathBuf| Some(root.join(path)).filter(|folder| folder.is_dir());
        let in_module = || {
            let rest = |module: &str| path.strip_prefix(module).ok();
            let (rest, folder) = self.modules.iter().find_map(|(module, folder)| Some((rest(module)?, folder)))?;
            Some(folder.join(rest)).filter(|folder| folder.is_dir())
        };
        let standard = || self.standard.as_ref().filter(|_| !has_host(package)).and_then(below);
        self.vendors.iter().find_map(below).or_else(in_module).or_else(standard)
    }
}

/// Whether an import path starts with a host, as those do that are not the standard library's.
pub fn has_host(path: &str) -> bool {
    path.split('/').next().is_some_and(|first| first.contains('.'))
}

fn go_files(folder: &Path) -> Option<Vec<PathBuf>> {
    let files = fs::read_dir(folder).ok()?.filter_map(|entry| Some(entry.ok()?.path()));
    let is_source = |file: &PathBuf| {
        let name = file.file_name().unwrap_or_default().as_encoded_bytes();
        name.ends_with(b".go") && !name.ends_with(b"_test.go") && !matches!(name.first(), Some(b'.' | b'_'))
    };
    Some(files.filter(is_source).collect())
}

/// A module's folder in the cache: each capital is written as `!` and its small letter.
fn escaped(path: &str, version: &str) -> String {
    let mut escaped = String::new();
    for letter in format!("{path}@{version}").chars() {
        if letter.is_ascii_uppercase() {
            escaped.push('!');
        }
        escaped.push(letter.to_ascii_lowercase());
    }
    escaped
}

/// Where downloaded modules are kept, by the variables that the go command reads.
fn module_cache() -> Option<PathBuf> {
    let go_path = || env::split_paths(&env::var_os("GOPATH")?).next();
    let default = || Some(env::home_dir()?.join("go"));
    variable("GOMODCACHE").or_else(|| Some(go_path().or_else(default)?.join("pkg/mod")))
}

/// The folder of Go itself: by its variable, or above the `bin` folder of the go command.
fn go_root() -> Option<PathBuf> {
    let of_command = || {
        let folders = env::var_os("PATH")?;
        let mut commands = env::split_paths(&folders).map(|folder| folder.join("go"));
        let command = commands.find_map(|command| fs::canonicalize(command).ok())?;
        Some(command.parent()?.parent()?.to_owned())
    };
    variable("GOROOT").or_else(of_command)
}

fn variable(name: &str) -> Option<PathBuf> {
    env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capitals_are_escaped_in_the_cache() {
        assert_eq!(escaped("github.com/BurntSushi/toml", "v1.0.0-RC1"), "github.com/!burnt!sushi/toml@v1.0.0-!r!c1");
    }

    #[test]
    fn packages_are_found_where_the_go_command_takes_them_from() {
        let disk = tempfile::tempdir().expect("a temporary folder");
        let file = |path: &str, text: &str| {
            let path = disk.path().join(path);
            fs::create_dir_all(path.parent().expect("in the folder")).expect("made");
            fs::write(path, text).expect("written");
        };
        file("vendor/x.org/a/a.go", "vendored");
        file("cache/x.org/a@v1/a.go", "not asked");
        file("cache/x.org/b@v1/in/b.go", "in the cache");
        file("cache/x.org/b@v1/in/b_test.go", "a test");
        file("cache/x.org/b@v1/in/b_windows.go", "another system");
        file("src/fmt/f.go", "standard");
        file("src/x.org/c/c.go", "not the standard library's");
        let module = |path: &str| (path.to_owned(), disk.path().join("cache").join(escaped(path, "v1")));
        let libraries = Libraries {
            vendors: vec![disk.path().join("none"), disk.path().join("vendor")],
            modules: vec![module("x.org/a"), module("x.org/b")],
            standard: Some(disk.path().join("src")),
        };
        assert_eq!(libraries.texts("x.org/a"), ["vendored"]);
        assert_eq!(libraries.texts("x.org/b/in"), ["in the cache"]);
        assert_eq!(libraries.texts("fmt"), ["standard"]);
        for nothing in ["x.org/c", "x.org/b", "x.org/bc", "../src/fmt", "/", "", "fmt/../fmt"] {
            assert_eq!(libraries.texts(nothing), [""; 0], "{nothing}");
        }
    }
}
