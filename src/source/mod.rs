//! Files, and where they belong: the only part of the crate that touches the disk to read.
//!
//! [`discover`] takes the paths of the command line to a [`Project`]: the files of both languages,
//! those that were asked for and those around them that give their truth (the whole Go module or
//! Cargo workspace), the packages and crates that they form, and what could not be read. Nothing here
//! fails as a whole: a broken `go.mod` or a folder that cannot be read is a [`Problem`] beside the
//! rest. [`read`] then hands out one file's text at a time.
//!
//! Another tree than that on the disk is read through an [`Overlay`], which [`Repository`] makes of a
//! revision or the index.
//!
//! Reading order: `pattern` (what was asked for), `disk` (what is there) with `overlay` and `git` (`checkout` says where a run stands in its repository), `go` with `go_mod`, `gopath`
//! where there is no module and `libraries` for what is outside the project, then `cargo` with
//! `manifest` and `crates` with `mod_scan`; `build` and `build_lines` are about Go's build constraints
//! alone, `nearest` about configuration, `span` about places in a text, `stamp` about files that may have changed.

mod build;
mod build_lines;
mod cargo;
mod checkout;
mod counterpart;
mod crates;
mod disk;
mod error;
mod folder;
mod git;
mod go;
mod go_mod;
mod gopath;
mod libraries;
mod manifest;
mod mod_scan;
mod nearest;
mod overlay;
mod pattern;
mod span;
mod stamp;
mod unit;

pub use build::{BuildConstraint, may_coexist};
pub use checkout::Checkout;
pub use counterpart::paths_in;
pub use disk::{MAX_FILE_BYTES, display, join, read_text};
pub use error::{Error, Problem};
pub use folder::{FolderText, texts_in_folder};
pub use git::{GitError, Repository};
pub use libraries::{Libraries, has_host};
pub use nearest::{Nearest, base_folder, text_inside};
pub use overlay::{Overlay, Replaced};
pub use span::{FileId, Line, LineColumn, LineIndex, Location, Span, boundary};
pub use stamp::{DiskStamp, Stamp};
pub use unit::SourceUnit;

use disk::{Disk, text_of};
use pattern::Request;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use ustr::Ustr;

/// A source language.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// Go.
    #[default]
    Go,
    /// Rust.
    Rust,
}

/// How to discover.
#[derive(Clone, Debug)]
pub struct Options {
    /// Also take the files around those that were asked for: the rest of their modules and workspaces.
    pub context: bool,
    /// What stands in the place of files on the disk.
    pub overlay: Overlay,
}

impl Default for Options {
    fn default() -> Options {
        Options { context: true, overlay: Overlay::default() }
    }
}

/// What there is to read.
#[derive(Clone, Debug, Default)]
pub struct Project {
    /// By [`FileId`], in the order of their shown paths. A file is there once.
    pub files: Vec<SourceFile>,
    /// Go folders, then Rust crates, each in order. Each file is in exactly one.
    pub units: Vec<SourceUnit>,
    /// What could not be read or is not there, sorted.
    pub problems: Vec<Problem>,
    /// Where Go packages are that the project imports and does not have; nowhere without context.
    pub libraries: Libraries,
    requests: Vec<Request>,
    cwd: PathBuf,
}

/// A file to read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SourceFile {
    /// Absolute.
    pub path: PathBuf,
    /// As shown: relative to the working directory, with `/`.
    pub display: String,
    /// By its extension.
    pub language: Language,
    /// Asked for: it is reported on. Others are read as context only.
    pub requested: bool,
    /// Asked for by its own path.
    pub named: bool,
    /// What stands in its place, where it is not read from the disk.
    pub replaced: Option<Arc<[u8]>>,
    /// A Go `_test.go` file; a Rust file of a test, benchmark or example, or in a `cfg(test)` module.
    pub test: bool,
    /// Rust: its module path inside its crate, outermost first; empty for the root. Empty in Go.
    pub module: Vec<Ustr>,
    /// Its index in [`Project::units`].
    pub unit: usize,
}

impl SourceFile {
    /// In which builds the file takes part, from its name and `text`; Rust files in all.
    pub fn build_constraint(&self, text: &str) -> BuildConstraint {
        match self.language {
            Language::Go => BuildConstraint::of(&self.path.file_name().unwrap_or_default().to_string_lossy(), text),
            Language::Rust => BuildConstraint::Always,
        }
    }
}

/// Finds the files that `paths` ask for, read from `cwd` as `go list` reads its patterns (none:
/// `./...`), and what is around them. Files in other languages are passed over in silence.
pub fn discover(paths: &[String], cwd: &Path, options: &Options) -> Project {
    let cwd = std::path::absolute(cwd).unwrap_or_else(|_| cwd.to_owned());
    let mut disk = Disk::new(join(&cwd, "."), options.overlay.clone());
    let requests = pattern::requests(paths, &mut disk);
    let named: BTreeSet<PathBuf> = requests
        .iter()
        .filter_map(|request| match request {
            Request::File(path) if path.extension().is_some_and(|extension| extension == "rs") => Some(path.clone()),
            _ => None,
        })
        .collect();
    let (folders, libraries) = go::folders(&requests, options.context, &mut disk);
    let packages = cargo::packages(&requests, options.context, &mut disk);
    let crates = crates::crates(&packages, &named, &mut disk);

    let mut found = Found { files: Vec::new(), units: Vec::new(), disk: &disk };
    for folder in folders.into_values() {
        found.add_folder(folder, options);
    }
    for of_crate in crates {
        let requested: Vec<&Request> = requests.iter().filter(|request| covers(request, &of_crate)).collect();
        let is_requested = |file: &Path| named.contains(file) || requested.iter().any(|request| is_under(file, request));
        found.add_crate(of_crate, is_requested, options);
    }
    let (mut files, units) = (found.files, found.units);
    let by_path: BTreeSet<&Path> = requests.iter().filter(|request| matches!(request, Request::File(_))).map(Request::base).collect();
    for file in &mut files {
        file.named = by_path.contains(file.path.as_path());
        file.replaced = disk.replaced(&file.path);
    }
    let mut project = Project { libraries, ..in_order(files, units) };
    for request in &requests {
        let nothing = |project: &Project| !project.files.iter().any(|file| file.requested && file.path.starts_with(request.base()));
        let hint = match request {
            Request::File(_) => continue,
            Request::Folder(_) => "; `/...` at the end also takes the folders below",
            // A run over all that is here says as a whole that there is nothing.
            Request::Tree { base, .. } if base == disk.cwd() => continue,
            Request::Tree { .. } => "",
        };
        if nothing(&project) {
            disk.report(request.base(), Error::Empty { hint });
        }
    }
    project.cwd = disk.cwd().to_owned();
    project.requests = requests;
    project.problems = disk.problems;
    project.problems.sort();
    project.problems.dedup();
    project
}

/// The text of a file, a byte order mark at its start left out: offsets count from after it. Fails
/// where the file is unreadable, not UTF-8, or over [`MAX_FILE_BYTES`]; the error names the file.
pub fn read(file: &SourceFile) -> Result<String, Error> {
    let text = match &file.replaced {
        Some(bytes) => text_of(bytes.to_vec()),
        None => read_text(&file.path),
    };
    text.map_err(|error| error.at_path(&file.display))
}

/// The text of a file that is no source, and that the user names; `None` where there is no such file.
pub fn read_path(path: &Path) -> Result<Option<String>, Error> {
    match read_text(path) {
        Err(Error::Unreadable(error)) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        text => text.map(Some),
    }
}

/// `path` read from `cwd`: absolute, `.` and `..` resolved by name.
pub fn normal_path(cwd: &Path, path: &Path) -> PathBuf {
    join(cwd, path)
}

/// `path` as it is written beside the files of `folder`: relative to it, with `/`. Both are read from `cwd`.
pub fn relative_to(folder: &Path, path: &Path, cwd: &Path) -> String {
    display(&join(cwd, path), &join(cwd, folder))
}

impl Project {
    /// The same files, of which none is asked for, and in whose place nothing stands.
    pub fn unasked(&self) -> Project {
        let unasked = |file: &SourceFile| SourceFile { requested: false, named: false, replaced: None, ..file.clone() };
        Project {
            files: self.files.iter().map(unasked).collect(),
            units: self.units.clone(),
            libraries: self.libraries.clone(),
            cwd: self.cwd.clone(),
            problems: Vec::new(),
            requests: Vec::new(),
        }
    }

    /// Whether a file at `path` (as shown), were it there, would have been asked for.
    pub fn asks_for(&self, path: &str) -> bool {
        let path = join(&self.cwd, path);
        self.requests.iter().any(|request| match request {
            Request::File(file) => *file == path,
            Request::Folder(folder) if path.extension().is_some_and(|extension| extension == "go") => path.parent() == Some(folder),
            request => is_under(&path, request),
        })
    }
}

/// Files and units before they are put in order.
struct Found<'a> {
    files: Vec<SourceFile>,
    units: Vec<SourceUnit>,
    disk: &'a Disk,
}

impl Found<'_> {
    fn add_folder(&mut self, folder: go::GoFolder, options: &Options) {
        let unit = SourceUnit {
            language: Language::Go,
            path: Ustr::from(&folder.import_path),
            module: Ustr::from(&folder.module),
            go_version: folder.go_version,
            ..SourceUnit::default()
        };
        let files = folder.files.into_iter().map(|(path, requested)| {
            let test = path.file_name().is_some_and(|name| name.as_encoded_bytes().ends_with(b"_test.go"));
            SourceFile { path, requested, test, ..SourceFile::default() }
        });
        self.add(unit, files.collect(), options);
    }

    fn add_crate(&mut self, of_crate: crates::RustCrate, is_requested: impl Fn(&Path) -> bool, options: &Options) {
        let name = Ustr::from(&of_crate.name);
        let names = of_crate.dependencies.iter().map(|(here, there)| (Ustr::from(here), Ustr::from(there)));
        let unit = SourceUnit {
            language: Language::Rust,
            path: name,
            name,
            module: Ustr::from(&self.disk.display(&of_crate.workspace)),
            is_main: of_crate.is_main,
            is_test: of_crate.is_test,
            edition: of_crate.edition,
            dependencies: names.collect(),
            ..SourceUnit::default()
        };
        let files = of_crate.files.into_iter().map(|(path, file)| SourceFile {
            requested: is_requested(&path),
            path,
            test: file.test,
            module: file.module.iter().map(|name| Ustr::from(name)).collect(),
            ..SourceFile::default()
        });
        self.add(unit, files.collect(), options);
    }

    fn add(&mut self, unit: SourceUnit, files: Vec<SourceFile>, options: &Options) {
        let before = self.files.len();
        for file in files.into_iter().filter(|file| options.context || file.requested) {
            let display = self.disk.display(&file.path);
            self.files.push(SourceFile { display, language: unit.language, unit: self.units.len(), ..file });
        }
        if self.files.len() > before {
            self.units.push(unit);
        }
    }
}

/// The project with its files in the order of their shown paths, and each unit's files with it.
fn in_order(mut files: Vec<SourceFile>, mut units: Vec<SourceUnit>) -> Project {
    files.sort_by(|a, b| (&a.display, &a.path).cmp(&(&b.display, &b.path)));
    for (index, file) in files.iter().enumerate() {
        let id = u32::try_from(index).expect("no machine holds the names of 2^32 files");
        units[file.unit].files.push(FileId(id));
    }
    Project { files, units, ..Project::default() }
}

/// Whether files of the crate may have been asked for by this request.
fn covers(request: &Request, of_crate: &crates::RustCrate) -> bool {
    of_crate.visible && (request.base().starts_with(&of_crate.folder) || of_crate.folder.starts_with(request.base()))
}

/// Whether a Rust file lies under the folder or tree that was asked for.
fn is_under(file: &Path, request: &Request) -> bool {
    match request {
        Request::File(_) => false,
        Request::Folder(folder) => file.starts_with(folder),
        Request::Tree { base, names } => {
            let Some(relative) = file.parent().and_then(|folder| folder.strip_prefix(base).ok()) else { return false };
            pattern::matches(names, &relative.to_string_lossy())
        }
    }
}

#[cfg(test)]
mod tests;
