//! Go folders: which of them are asked for, which are around them, and their import paths.
//!
//! A folder belongs to the nearest `go.mod` above it. `./...` stays in its module, and in those that
//! the `go.work` around it uses; below a folder that is in no module, each module found is taken.

use super::disk::{Disk, display, join};
use super::error::Error;
use super::go_mod::{GoMod, GoWork, Needed, parse_go_mod, parse_go_work};
use super::libraries::Libraries;
use super::pattern::{self, Request};
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A folder that is read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct GoFolder {
    /// As programs import it; outside modules the folder as shown.
    pub import_path: String,
    /// The module's path; empty outside modules.
    pub module: String,
    /// The module's language version.
    pub go_version: Option<(u16, u16)>,
    /// Its files, sorted, and whether each was asked for.
    pub files: BTreeMap<PathBuf, bool>,
}

/// What a walk passes over for both languages: hidden folders, test data, copies of others' code.
pub(super) fn is_skipped(name: &OsStr) -> bool {
    name.as_encoded_bytes().starts_with(b".") || name == "vendor" || name == "testdata"
}

/// The modules around the requests, found as they are needed.
#[derive(Debug, Default)]
pub(super) struct GoModules {
    modules: BTreeMap<PathBuf, Arc<Module>>,
    works: BTreeMap<PathBuf, Arc<Work>>,
    roots: FxHashMap<PathBuf, Option<PathBuf>>,
}

/// The folders of all `requests`, each with its files; with `context` also those around them, and where
/// what these import is to be found.
pub(super) fn folders(requests: &[Request], context: bool, disk: &mut Disk) -> (BTreeMap<PathBuf, GoFolder>, Libraries) {
    let mut modules = GoModules::default();
    // By folder: whether all its files were asked for.
    let mut taken: BTreeMap<PathBuf, bool> = BTreeMap::new();
    let mut single: BTreeSet<&Path> = BTreeSet::new();
    for request in requests {
        match request {
            Request::File(path) if path.extension() == Some(OsStr::new("go")) => {
                single.insert(path);
                taken.entry(parent(path)).or_default();
            }
            Request::File(_) => {}
            Request::Folder(folder) => {
                if !disk.list(folder).go.is_empty() {
                    taken.insert(folder.clone(), true);
                }
            }
            Request::Tree { base, names } => {
                for folder in modules.walk(base, disk) {
                    if pattern::matches(names, &relative(&folder, base)) {
                        taken.insert(folder, true);
                    }
                }
            }
        }
    }
    let mut libraries = Libraries::default();
    if context && !taken.is_empty() {
        let roots = taken.keys().filter_map(|folder| modules.root_of(folder, disk)).collect();
        let roots = modules.reachable(roots, disk);
        for root in &roots {
            for folder in modules.walk(root, disk) {
                taken.entry(folder).or_default();
            }
        }
        libraries = modules.libraries(&roots, disk);
    }
    let mut folders = BTreeMap::new();
    for (path, all) in taken {
        let mut folder = modules.folder(&path, disk);
        for name in &disk.list(&path).go {
            let file = path.join(name);
            let named = single.contains(file.as_path());
            // As `go list` has it, such files are not part of the package.
            let left_out = matches!(name.as_encoded_bytes().first(), Some(b'.' | b'_'));
            if named || !left_out {
                folder.files.insert(file, all || named);
            }
        }
        // A folder that cannot be listed may still hand out its files.
        for file in single.iter().filter(|file| file.parent() == Some(&path)) {
            folder.files.insert((*file).to_owned(), true);
        }
        folders.insert(path, folder);
    }
    (folders, libraries)
}

#[derive(Debug)]
struct Module {
    file: GoMod,
    replaced_by: Vec<PathBuf>,
}

#[derive(Debug)]
struct Work {
    uses: BTreeSet<PathBuf>,
    replaced_by: Vec<PathBuf>,
}

/// Where a walk is.
#[derive(Clone)]
struct Place {
    /// In a module.
    in_module: bool,
    /// Under a `go.work`, which alone says what modules belong to it.
    in_work: bool,
}

impl GoModules {
    /// The folders with Go files at and below `base`, those that `go list` would pass over left out.
    fn walk(&mut self, base: &Path, disk: &mut Disk) -> Vec<PathBuf> {
        let root = self.root_of(base, disk);
        let work = self.work_of(root.as_deref().unwrap_or(base), disk);
        let mut bases = vec![base.to_owned()];
        if let Some(work) = &work {
            let below = work.uses.iter().filter(|root| root.starts_with(base) && *root != base);
            bases.extend(below.filter(|root| disk.is_file(&root.join("go.mod"))).cloned());
        }
        let mut found = Vec::new();
        for base in bases {
            let root = self.root_of(&base, disk);
            let module = root.as_ref().map(|root| self.module(root, disk));
            let is_ignored = |folder: &Path| match (&module, &root) {
                (Some(module), Some(root)) => module.ignores(folder, root),
                _ => false,
            };
            let place = Place { in_module: root.is_some(), in_work: work.is_some() };
            disk.walk(&base, place, |folder, listing, mut place| {
                if folder != base && listing.go_mod {
                    if place.in_module || place.in_work {
                        return Vec::new();
                    }
                    place.in_module = true;
                }
                if folder != base && listing.go_work && !place.in_module {
                    place.in_work = true;
                }
                if !listing.go.is_empty() {
                    found.push(folder.to_owned());
                }
                let below = listing.folders.iter().filter(|name| {
                    !is_skipped(name)
                        && !name.as_encoded_bytes().starts_with(b"_")
                        && (*name != "target" || !listing.cargo_toml)
                        && !is_ignored(&folder.join(name))
                });
                below.map(|name| (name.clone(), place.clone())).collect()
            });
        }
        found
    }

    /// `roots`, the modules used beside them, and the folders that replace modules.
    fn reachable(&mut self, roots: BTreeSet<PathBuf>, disk: &mut Disk) -> BTreeSet<PathBuf> {
        let mut reached = BTreeSet::new();
        let mut open: Vec<PathBuf> = roots.into_iter().collect();
        while let Some(root) = open.pop() {
            if !disk.is_file(&root.join("go.mod")) || !reached.insert(root.clone()) {
                continue;
            }
            open.extend(self.module(&root, disk).replaced_by.iter().cloned());
            if let Some(work) = self.work_of(&root, disk) {
                open.extend(work.uses.iter().chain(&work.replaced_by).cloned());
            }
        }
        reached
    }

    /// Where packages are that the modules at `roots` import; beside them the working directory, which may
    /// be in no module, and a `go.work` may have a `vendor` folder.
    fn libraries(&mut self, roots: &BTreeSet<PathBuf>, disk: &mut Disk) -> Libraries {
        let of_works = self.works.keys().cloned();
        let folders: BTreeSet<PathBuf> = roots.iter().cloned().chain(of_works).chain([disk.cwd().to_owned()]).collect();
        let vendors = folders.into_iter().map(|folder| folder.join("vendor")).filter(|folder| folder.is_dir()).collect();
        let needed: Vec<Needed> = roots.iter().flat_map(|root| self.module(root, disk).file.requires.clone()).collect();
        Libraries::new(vendors, &needed)
    }

    fn folder(&mut self, path: &Path, disk: &mut Disk) -> GoFolder {
        let Some(root) = self.root_of(path, disk) else {
            return GoFolder { import_path: disk.display(path), ..GoFolder::default() };
        };
        let module = self.module(&root, disk);
        let relative = relative(path, &root);
        let vendored = relative.rsplit_once("/vendor/").map(|(_, path)| path).or_else(|| relative.strip_prefix("vendor/"));
        let import_path = match vendored {
            Some(path) => path.to_owned(),
            None if module.file.module.is_empty() => disk.display(path),
            None if relative.is_empty() => module.file.module.clone(),
            // The standard library's packages go by their folders.
            None if module.file.module == "std" => relative,
            None => format!("{}/{relative}", module.file.module),
        };
        GoFolder { import_path, module: module.file.module.clone(), go_version: module.file.go, files: BTreeMap::new() }
    }

    /// The nearest folder at or above `folder` with a `go.mod`.
    fn root_of(&mut self, folder: &Path, disk: &Disk) -> Option<PathBuf> {
        let mut root = None;
        let mut passed = Vec::new();
        for ancestor in folder.ancestors() {
            if let Some(known) = self.roots.get(ancestor) {
                root.clone_from(known);
                break;
            }
            passed.push(ancestor);
            if disk.is_file(&ancestor.join("go.mod")) {
                root = Some(ancestor.to_owned());
                break;
            }
        }
        for folder in passed {
            self.roots.insert(folder.to_owned(), root.clone());
        }
        root
    }

    /// The nearest `go.work` at or above `folder`, where `folder` is no module root or one it uses.
    fn work_of(&mut self, folder: &Path, disk: &mut Disk) -> Option<Arc<Work>> {
        let root = folder.ancestors().find(|ancestor| disk.is_file(&ancestor.join("go.work")))?;
        if !self.works.contains_key(root) {
            let path = root.join("go.work");
            let file: GoWork = read_parsed(&path, parse_go_work, disk);
            let folders = |listed: &[String]| listed.iter().map(|folder| join(root, folder)).collect::<Vec<_>>();
            let work = Work { uses: folders(&file.uses).into_iter().collect(), replaced_by: folders(&file.replaced_by) };
            self.works.insert(root.to_owned(), Arc::new(work));
        }
        let work = Arc::clone(&self.works[root]);
        (!disk.is_file(&folder.join("go.mod")) || work.uses.contains(folder)).then_some(work)
    }

    fn module(&mut self, root: &Path, disk: &mut Disk) -> Arc<Module> {
        if !self.modules.contains_key(root) {
            let path = root.join("go.mod");
            let file: GoMod = read_parsed(&path, parse_go_mod, disk);
            let replaced_by = file.replaced_by.iter().map(|folder| join(root, folder)).collect();
            self.modules.insert(root.to_owned(), Arc::new(Module { file, replaced_by }));
        }
        Arc::clone(&self.modules[root])
    }
}

impl Module {
    /// Whether an `ignore` line of the module at `root` names the folder.
    fn ignores(&self, folder: &Path, root: &Path) -> bool {
        let relative = folder.strip_prefix(root).unwrap_or(folder);
        self.file.ignored.iter().any(|ignored| match ignored.strip_prefix("./") {
            Some(ignored) => relative == Path::new(ignored.trim_end_matches('/')),
            None => relative.ends_with(ignored.trim_end_matches('/')),
        })
    }
}

/// What could be read of the file; the rest is reported.
fn read_parsed<T: Default>(path: &Path, parse: fn(&str) -> (T, Vec<Error>), disk: &mut Disk) -> T {
    let (file, errors) = match disk.text(path) {
        Ok(text) => parse(&text),
        Err(error) => (T::default(), vec![error]),
    };
    for error in errors {
        disk.report(path, error);
    }
    file
}

/// The folder relative to `base`, with `/`; empty for `base` itself.
fn relative(folder: &Path, base: &Path) -> String {
    if folder == base { String::new() } else { display(folder, base) }
}

fn parent(path: &Path) -> PathBuf {
    path.parent().unwrap_or(path).to_owned()
}
