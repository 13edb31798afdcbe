//! Rust crates: the files of each target, found by following `mod` from its root.
//!
//! All files of a package are scanned in parallel first; the trees are then put together from what
//! was seen. A file belongs to the first target that reaches it, libraries first. What no target
//! reaches (files of a macro, of a test harness, of a feature's `include!`) is read all the same, as
//! part of the package's main target.

use super::cargo::{CargoPackage, Packages, Target, walked_into};
use super::disk::{Disk, join};
use super::manifest::TargetKind;
use super::mod_scan::{ModuleDecl, Scan, scan};
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

/// A crate that is read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct RustCrate {
    /// Its name, `-` as `_`.
    pub name: String,
    /// The folder of the workspace's root, or of a loose file.
    pub workspace: PathBuf,
    /// The year of its edition.
    pub edition: u16,
    /// A program, or a build script.
    pub is_main: bool,
    /// A test, a benchmark or an example.
    pub is_test: bool,
    /// The package may be asked for by a folder around it.
    pub visible: bool,
    /// The package's folder.
    pub folder: PathBuf,
    /// As in [`CargoPackage`].
    pub dependencies: Vec<(String, String)>,
    /// Its files.
    pub files: BTreeMap<PathBuf, RustFile>,
}

/// A file of a crate.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct RustFile {
    /// Its module's path in the crate, outermost first.
    pub module: Vec<String>,
    /// In a module for tests only, or of a target or package that is.
    pub test: bool,
}

/// The crates of all `packages`, and one for each module tree of loose files. `named` are files that
/// were asked for by name: they are read wherever they are.
pub(super) fn crates(packages: &Packages, named: &BTreeSet<PathBuf>, disk: &mut Disk) -> Vec<RustCrate> {
    let mut candidates: BTreeSet<PathBuf> = packages.loose.iter().chain(named).cloned().collect();
    let mut own: Vec<(&CargoPackage, Vec<PathBuf>)> = Vec::new();
    for package in packages.packages.values() {
        let files = package_files(package, disk);
        candidates.extend(files.iter().cloned());
        candidates.extend(package.targets.iter().map(|target| target.root.clone()));
        own.push((package, files));
    }
    let candidates: Vec<PathBuf> = candidates.into_iter().collect();
    let shared: &Disk = disk;
    let scans = candidates.par_iter().map(|file| scan_file(file, shared)).collect::<Vec<_>>();
    let scans = candidates.iter().cloned().zip(scans).collect();
    let mut trees = Trees { scans, owned: BTreeSet::new() };
    let mut crates = Vec::new();
    for (package, files) in own {
        let first = crates.len();
        crates.extend(package.targets.iter().map(|target| trees.of_target(package, target, disk)));
        let outside = named.iter().filter(|file| nearest_package(file, packages) == Some(&package.folder));
        let orphans: BTreeSet<&PathBuf> = files.iter().chain(outside).filter(|file| !trees.owned.contains(*file)).collect();
        if orphans.is_empty() {
            continue;
        }
        if crates.len() == first {
            crates.push(RustCrate { name: folder_name(&package.folder), ..of_package(package) });
        }
        let main = &mut crates[first];
        for file in orphans {
            trees.owned.insert(file.clone());
            let orphan = orphan(file, &package.folder);
            main.files.insert(file.clone(), RustFile { test: orphan.test || package.for_tests, ..orphan });
        }
    }
    // Roots by name first, so that what they reach is no root itself.
    let is_root = |file: &&PathBuf| file.ends_with("lib.rs") || file.ends_with("main.rs");
    let (roots, others): (Vec<&PathBuf>, Vec<&PathBuf>) = packages.loose.iter().partition(is_root);
    for root in roots.into_iter().chain(others) {
        if !trees.owned.contains(root) {
            crates.push(trees.of_loose_file(root, disk));
        }
    }
    crates.retain(|found| !found.files.is_empty());
    crates
}

const PLACES: [&str; 4] = ["src", "tests", "benches", "examples"];

struct Trees {
    scans: FxHashMap<PathBuf, Scan>,
    owned: BTreeSet<PathBuf>,
}

/// A file on its way into a crate.
struct Reached {
    path: PathBuf,
    module: Vec<String>,
    test: bool,
    /// Child files are looked for under this folder name beside the file: `a` for `a.rs`, none for
    /// `mod.rs`, crate roots and files with a `#[path]`.
    relative: Option<String>,
}

impl Trees {
    fn of_target(&mut self, package: &CargoPackage, target: &Target, disk: &mut Disk) -> RustCrate {
        let is_test = matches!(target.kind, TargetKind::Test | TargetKind::Bench | TargetKind::Example);
        RustCrate {
            name: target.name.clone(),
            is_main: matches!(target.kind, TargetKind::Bin | TargetKind::Build),
            is_test,
            files: self.follow(&target.root, is_test || package.for_tests, disk),
            ..of_package(package)
        }
    }

    fn of_loose_file(&mut self, root: &Path, disk: &mut Disk) -> RustCrate {
        let folder = root.parent().unwrap_or(root);
        let stem = root.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let name = match stem.as_str() {
            "lib" | "main" | "mod" if folder.ends_with("src") => folder_name(folder.parent().unwrap_or(folder)),
            "lib" | "main" | "mod" => folder_name(folder),
            _ => stem.clone(),
        };
        RustCrate {
            name: name.replace('-', "_"),
            workspace: folder.to_owned(),
            edition: 2021,
            is_main: stem == "main",
            visible: true,
            folder: folder.to_owned(),
            files: self.follow(root, false, disk),
            ..RustCrate::default()
        }
    }

    /// The files reached from `root` that no other crate has.
    fn follow(&mut self, root: &Path, test: bool, disk: &mut Disk) -> BTreeMap<PathBuf, RustFile> {
        let mut files = BTreeMap::new();
        let mut open = VecDeque::from([Reached { path: root.to_owned(), module: Vec::new(), test, relative: None }]);
        while let Some(reached) = open.pop_front() {
            if !self.owned.insert(reached.path.clone()) {
                continue;
            }
            let scan = self.scans.remove(&reached.path).unwrap_or_else(|| scan_file(&reached.path, disk));
            let test = reached.test || scan.test;
            for declaration in &scan.modules {
                let mut module = reached.module.clone();
                module.extend(declaration.inline.iter().map(|inline| inline.name.clone()));
                module.push(declaration.name.clone());
                for (path, relative) in places(declaration, &reached) {
                    if disk.is_file(&path) {
                        open.push_back(Reached { path, module: module.clone(), test: test || declaration.test, relative });
                    }
                }
            }
            files.insert(reached.path, RustFile { module: reached.module, test });
        }
        files
    }
}

/// Where the compiler looks for the declaration's file, and where for the files of its modules.
fn places(declaration: &ModuleDecl, parent: &Reached) -> Vec<(PathBuf, Option<String>)> {
    let mut folder = parent.path.parent().unwrap_or(&parent.path).to_owned();
    let mut relative = parent.relative.as_deref();
    for inline in &declaration.inline {
        match &inline.path {
            Some(path) => folder = join(&folder, path),
            None => {
                folder.extend(relative);
                folder.push(&inline.name);
            }
        }
        relative = None;
    }
    let mut places: Vec<_> = declaration.paths.iter().map(|path| (join(&folder, path), None)).collect();
    if !declaration.path_is_certain {
        folder.extend(relative);
        places.push((folder.join(format!("{}.rs", declaration.name)), Some(declaration.name.clone())));
        places.push((folder.join(&declaration.name).join("mod.rs"), None));
    }
    places
}

/// The Rust files in a package's usual folders, nested packages left out.
fn package_files(package: &CargoPackage, disk: &mut Disk) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let listing = disk.list(&package.folder);
    for place in PLACES.iter().filter(|place| listing.folders.iter().any(|folder| folder == **place)) {
        disk.walk(&package.folder.join(place), (), |folder, listing, ()| {
            if listing.cargo_toml {
                return Vec::new();
            }
            files.extend(listing.rust.iter().map(|name| folder.join(name)));
            walked_into(listing)
        });
    }
    files
}

fn of_package(package: &CargoPackage) -> RustCrate {
    RustCrate {
        workspace: package.workspace.clone(),
        edition: package.edition,
        visible: package.visible,
        folder: package.folder.clone(),
        dependencies: package.dependencies.clone(),
        ..RustCrate::default()
    }
}

/// A file that no `mod` names, its module guessed from its place in the package.
fn orphan(file: &Path, package: &Path) -> RustFile {
    let relative = file.strip_prefix(package).unwrap_or(file);
    let mut module: Vec<String> = relative.with_extension("").iter().map(|name| name.to_string_lossy().into_owned()).collect();
    let test = module.first().is_some_and(|first| matches!(first.as_str(), "tests" | "benches" | "examples"));
    if module.first().is_some_and(|first| first == "src") {
        module.remove(0);
    }
    if module.last().is_some_and(|last| last == "mod") {
        module.pop();
    }
    RustFile { module, test }
}

fn nearest_package<'a>(file: &Path, packages: &'a Packages) -> Option<&'a PathBuf> {
    file.ancestors().find_map(|folder| packages.packages.get_key_value(folder)).map(|(folder, _)| folder)
}

fn folder_name(folder: &Path) -> String {
    folder.file_name().unwrap_or(OsStr::new("crate")).to_string_lossy().replace('-', "_")
}

/// What the file says of the module tree; nothing where it cannot be read (which is told when it is
/// read to be checked).
fn scan_file(path: &Path, disk: &Disk) -> Scan {
    disk.text(path).map(|text| scan(&text)).unwrap_or_default()
}
