//! Cargo packages: which are asked for, which are around them, and what each has to do with the
//! others of its workspace.

use super::disk::{Disk, Listing, join};
use super::go::is_skipped;
use super::manifest::{Dependency, Edition, Manifest, Package, TargetEntry, TargetKind, parse_manifest};
use super::pattern::Request;
use std::collections::{BTreeMap, BTreeSet};
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A package that is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct CargoPackage {
    /// Its folder.
    pub folder: PathBuf,
    /// The folder of its workspace's root; its own where it has none.
    pub workspace: PathBuf,
    /// The year of its edition.
    pub edition: u16,
    /// Its targets, those that exist, the library first.
    pub targets: Vec<Target>,
    /// How code knows other packages of the run, and the names of their libraries.
    pub dependencies: Vec<(String, String)>,
    /// Found by a walk, or a member by name: what lies in it and under a request was asked for.
    pub visible: bool,
    /// Only the tests of other packages use it, or it fuzzes them.
    pub for_tests: bool,
}

/// One crate of a package.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Target {
    /// What it is for.
    pub kind: TargetKind,
    /// The crate's name, `-` as `_`.
    pub name: String,
    /// The root of its module tree.
    pub root: PathBuf,
}

/// The packages of a run and the loose files beside them.
#[derive(Debug, Default)]
pub(super) struct Packages {
    /// By folder.
    pub packages: BTreeMap<PathBuf, CargoPackage>,
    /// Files under the requests that no package is around.
    pub loose: BTreeSet<PathBuf>,
}

/// The packages that `requests` are in or that are in them; with `context` also the rest of their
/// workspaces and what they depend on by path.
pub(super) fn packages(requests: &[Request], context: bool, disk: &mut Disk) -> Packages {
    let mut manifests = Manifests::default();
    let mut found = Packages::default();
    let mut visible: BTreeSet<PathBuf> = BTreeSet::new();
    for request in requests {
        if let Request::File(path) = request {
            if path.extension() == Some(OsStr::new("rs")) {
                let around = manifests.package_around(path, disk);
                if around.is_none() {
                    found.loose.insert(path.clone());
                }
                visible.extend(around);
            }
            continue;
        }
        let mut folders = Vec::new();
        disk.walk(request.base(), (), |folder, listing, ()| {
            if listing.cargo_toml || !listing.rust.is_empty() {
                let files: Vec<PathBuf> = listing.rust.iter().map(|name| folder.join(name)).collect();
                folders.push((folder.to_owned(), listing.cargo_toml, files));
            }
            walked_into(listing)
        });
        // Without Rust in it, what is around the request is of no use to it.
        if !folders.is_empty() {
            visible.extend(manifests.package_around(request.base(), disk));
        }
        for (folder, has_manifest, files) in folders {
            if has_manifest {
                if manifests.load(&folder, disk).package.is_some() {
                    visible.insert(folder.clone());
                }
                if manifests.load(&folder, disk).workspace.is_some() {
                    visible.extend(manifests.members(&folder, disk).into_iter().filter(|member| member.starts_with(&folder)));
                }
            }
            if !files.is_empty() && manifests.package_around(&folder, disk).is_none() {
                found.loose.extend(files);
            }
        }
    }
    let mut open: Vec<PathBuf> = visible.iter().cloned().collect();
    // Workspaces whose members were added.
    let mut entered: BTreeSet<PathBuf> = BTreeSet::new();
    while let Some(folder) = open.pop() {
        if found.packages.contains_key(&folder) {
            continue;
        }
        let manifest = manifests.load(&folder, disk);
        let Some(package) = &manifest.package else { continue };
        let workspace = manifests.workspace_of(&folder, package, disk);
        let root = manifests.load(&workspace, disk);
        if context {
            if entered.insert(workspace.clone()) {
                open.extend(manifests.members(&workspace, disk));
            }
            open.extend(manifest.dependencies.iter().filter_map(|dependency| dependency_folder(dependency, &folder, &workspace, &root)));
        }
        let edition = match package.edition {
            Edition::Year(year) => year,
            Edition::Inherited => root.workspace.as_ref().and_then(|workspace| workspace.edition).unwrap_or(2015),
            Edition::Default => 2015,
        };
        let targets = targets(&folder, &manifest, package, disk);
        let visible = visible.contains(&folder);
        found.packages.insert(
            folder.clone(),
            CargoPackage { folder: folder.clone(), workspace, edition, targets, dependencies: Vec::new(), visible, for_tests: false },
        );
    }
    for folder in for_tests(&found.packages, &mut manifests, disk) {
        if let Some(package) = found.packages.get_mut(&folder) {
            package.for_tests = true;
        }
    }
    let libraries: BTreeMap<PathBuf, String> = found
        .packages
        .iter()
        .filter_map(|(folder, package)| Some((folder.clone(), package.targets.iter().find(|t| t.kind == TargetKind::Lib)?.name.clone())))
        .collect();
    for (folder, package) in &mut found.packages {
        let manifest = manifests.load(folder, disk);
        let root = manifests.load(&package.workspace, disk);
        let mut names: BTreeMap<String, String> = BTreeMap::new();
        for dependency in &manifest.dependencies {
            let library = dependency_folder(dependency, folder, &package.workspace, &root).and_then(|folder| libraries.get(&folder));
            let Some(library) = library else { continue };
            let renamed = declared(dependency, &root).is_some_and(|declared| declared.package.is_some());
            let name = if renamed { crate_name(&dependency.key) } else { library.clone() };
            names.insert(name, library.clone());
        }
        // Programs and tests of the package know its library.
        names.extend(libraries.get(folder).map(|library| (library.clone(), library.clone())));
        package.dependencies = names.into_iter().collect();
    }
    found
}

/// The packages that only the tests of others use: they have no program, and are a dependency for
/// development of at least one package and of no package in any other way. Of packages that are not
/// published, and which nobody outside can use therefore, also those that are a dependency of such
/// packages. And those that fuzz, or lie in the folder of a workspace that Cargo has for tests, benchmarks or examples.
fn for_tests(packages: &BTreeMap<PathBuf, CargoPackage>, manifests: &mut Manifests, disk: &mut Disk) -> BTreeSet<PathBuf> {
    let (mut tested_with, mut built_with): (BTreeSet<PathBuf>, BTreeMap<PathBuf, BTreeSet<&PathBuf>>) = Default::default();
    let (mut private, mut plainly): (BTreeSet<&PathBuf>, Vec<&PathBuf>) = Default::default();
    for (folder, package) in packages {
        let manifest = manifests.load(folder, disk);
        let root = manifests.load(&package.workspace, disk);
        let publish = manifest.package.as_ref().and_then(|package| package.publish);
        let place = folder.strip_prefix(&package.workspace).ok().and_then(|within| within.iter().next());
        let beside = place.is_some_and(|place| place == "tests" || place == "benches" || place == "examples");
        if beside || manifest.package.as_ref().is_some_and(|package| package.fuzzes) {
            plainly.push(folder);
        }
        if !publish.unwrap_or_else(|| root.workspace.as_ref().is_none_or(|workspace| workspace.publish)) {
            private.insert(folder);
        }
        for dependency in &manifest.dependencies {
            match dependency_folder(dependency, folder, &package.workspace, &root) {
                Some(used) if used == *folder => {}
                Some(used) if dependency.dev => _ = tested_with.insert(used),
                Some(used) => _ = built_with.entry(used).or_default().insert(folder),
                None => {}
            }
        }
    }
    tested_with.retain(|folder| packages.get(folder).is_some_and(|package| package.targets.iter().all(|one| one.kind != TargetKind::Bin)));
    let mut found: BTreeSet<PathBuf> = tested_with.iter().filter(|folder| !built_with.contains_key(*folder)).cloned().collect();
    loop {
        let only_there = |folder: &PathBuf| built_with.get(folder).is_some_and(|users| users.iter().all(|user| found.contains(*user)));
        let more = tested_with.iter().filter(|folder| private.contains(folder) && !found.contains(*folder) && only_there(folder));
        let more: Vec<PathBuf> = more.cloned().collect();
        if more.is_empty() {
            found.extend(plainly.into_iter().cloned());
            return found;
        }
        found.extend(more);
    }
}

/// Folders below one without output, others' code and test data.
pub(super) fn walked_into(listing: &Listing) -> Vec<(OsString, ())> {
    let names = listing.folders.iter().filter(|name| !is_skipped(name) && (*name != "target" || !listing.cargo_toml));
    names.map(|name| (name.clone(), ())).collect()
}

/// The manifests read so far.
#[derive(Debug, Default)]
struct Manifests {
    by_folder: BTreeMap<PathBuf, Arc<Manifest>>,
}

impl Manifests {
    /// The manifest in `folder`. A broken one stands for a package by the folder's name.
    fn load(&mut self, folder: &Path, disk: &mut Disk) -> Arc<Manifest> {
        if let Some(manifest) = self.by_folder.get(folder) {
            return Arc::clone(manifest);
        }
        let path = folder.join("Cargo.toml");
        let mut manifest = Manifest::default();
        if disk.is_file(&path) {
            let (parsed, errors) = match disk.text(&path) {
                Ok(text) => parse_manifest(&text),
                Err(error) => (Manifest::default(), vec![error]),
            };
            manifest = parsed;
            if !errors.is_empty() && manifest.workspace.is_none() {
                let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
                manifest.package = Some(Package { name, edition: Edition::Year(2021), ..Package::default() });
            }
            for error in errors {
                disk.report(&path, error);
            }
        }
        let manifest = Arc::new(manifest);
        self.by_folder.insert(folder.to_owned(), Arc::clone(&manifest));
        manifest
    }

    /// The nearest folder at or above `path` that is a package.
    fn package_around(&mut self, path: &Path, disk: &mut Disk) -> Option<PathBuf> {
        path.ancestors().find(|folder| self.load(folder, disk).package.is_some()).map(Path::to_owned)
    }

    /// The folder of the workspace that the package in `folder` belongs to.
    fn workspace_of(&mut self, folder: &Path, package: &Package, disk: &mut Disk) -> PathBuf {
        if let Some(workspace) = &package.workspace {
            return join(folder, workspace);
        }
        for ancestor in folder.ancestors() {
            let manifest = self.load(ancestor, disk);
            let Some(workspace) = &manifest.workspace else { continue };
            let excluded = workspace.exclude.iter().any(|excluded| folder.starts_with(join(ancestor, excluded)));
            if !excluded || self.members(ancestor, disk).contains(folder) {
                return ancestor.to_owned();
            }
            break;
        }
        folder.to_owned()
    }

    /// The packages that the workspace with its root in `folder` names, itself among them.
    fn members(&mut self, folder: &Path, disk: &mut Disk) -> BTreeSet<PathBuf> {
        let manifest = self.load(folder, disk);
        let mut members: BTreeSet<PathBuf> = manifest.package.iter().map(|_| folder.to_owned()).collect();
        let Some(workspace) = &manifest.workspace else { return members };
        for pattern in &workspace.members {
            let excluded = |member: &Path| workspace.exclude.iter().any(|excluded| member.starts_with(join(folder, excluded)));
            for member in expand(folder, pattern, disk) {
                let by_name = !pattern.contains(['*', '?', '[']);
                if (by_name || !excluded(&member)) && self.load(&member, disk).package.is_some() {
                    members.insert(member);
                }
            }
        }
        members
    }
}

/// What the manifest, or the workspace for it, says of the dependency.
fn declared<'a>(dependency: &'a Dependency, root: &'a Manifest) -> Option<&'a Dependency> {
    if !dependency.inherited {
        return Some(dependency);
    }
    root.workspace.as_ref()?.dependencies.iter().find(|declared| declared.key == dependency.key)
}

/// The folder of a dependency by path, or of the path that is patched in for it.
fn dependency_folder(dependency: &Dependency, folder: &Path, workspace: &Path, root: &Manifest) -> Option<PathBuf> {
    let declared = declared(dependency, root)?;
    let base = if dependency.inherited { workspace } else { folder };
    if let Some(path) = &declared.path {
        return Some(join(base, path));
    }
    let name = declared.package.as_ref().unwrap_or(&declared.key);
    let patches = &root.workspace.as_ref()?.patches;
    let patch = patches.iter().find(|patch| patch.package.as_ref().unwrap_or(&patch.key) == name)?;
    Some(join(workspace, patch.path.as_ref()?))
}

/// The folders that a member pattern stands for.
fn expand(folder: &Path, pattern: &str, disk: &mut Disk) -> Vec<PathBuf> {
    let mut folders = vec![folder.to_owned()];
    for segment in pattern.split('/').filter(|segment| !segment.is_empty() && *segment != ".") {
        let mut next = Vec::new();
        for folder in folders {
            if segment == "**" {
                disk.walk(&folder, (), |folder, listing, ()| {
                    next.push(folder.to_owned());
                    walked_into(listing)
                });
            } else if segment.contains(['*', '?', '[']) {
                let listing = disk.list(&folder);
                let names = listing.folders.iter().filter(|name| name.to_str().is_some_and(|name| glob(segment, name)));
                next.extend(names.map(|name| folder.join(name)));
            } else {
                next.push(join(&folder, segment));
            }
        }
        next.sort_unstable();
        next.dedup();
        folders = next;
    }
    folders
}

/// Whether a name fits a pattern of `*`, `?` and `[a-z]`. `*` leaves out hidden names.
fn glob(pattern: &str, name: &str) -> bool {
    if name.starts_with('.') && !pattern.starts_with('.') {
        return false;
    }
    let pattern: Vec<char> = pattern.chars().collect();
    let name: Vec<char> = name.chars().collect();
    let (mut p, mut n) = (0, 0);
    // Where the last star stands, and how much of the name it has taken.
    let mut star: Option<(usize, usize)> = None;
    while n < name.len() {
        let step = match pattern.get(p) {
            Some('*') => {
                star = Some((p, n));
                p += 1;
                continue;
            }
            Some('?') => Some(1),
            Some('[') => class(&pattern[p..], name[n]),
            Some(character) => (*character == name[n]).then_some(1),
            None => None,
        };
        match (step, star) {
            (Some(length), _) => {
                p += length;
                n += 1;
            }
            (None, Some((at, taken))) => {
                star = Some((at, taken + 1));
                (p, n) = (at + 1, taken + 1);
            }
            (None, None) => return false,
        }
    }
    pattern[p..].iter().all(|character| *character == '*')
}

/// The length of the class that `pattern` starts with, where it has the character.
fn class(pattern: &[char], character: char) -> Option<usize> {
    let end = pattern.iter().skip(2).position(|c| *c == ']')? + 2;
    let (negated, members) = match &pattern[1..end] {
        ['!' | '^', members @ ..] => (true, members),
        members => (false, members),
    };
    let range = members.windows(3).any(|window| window[1] == '-' && (window[0]..=window[2]).contains(&character));
    ((range || members.contains(&character)) != negated).then_some(end + 1)
}

fn crate_name(name: &str) -> String {
    name.replace('-', "_")
}

/// The targets that are written down, and those in their usual places.
fn targets(folder: &Path, manifest: &Manifest, package: &Package, disk: &mut Disk) -> Vec<Target> {
    let mut targets: Vec<Target> = Vec::new();
    let mut add = |kind: TargetKind, name: &str, root: PathBuf, disk: &Disk| {
        if targets.iter().all(|target| target.root != root) && disk.is_file(&root) {
            targets.push(Target { kind, name: crate_name(name), root });
        }
    };
    for TargetEntry { kind, name, path } in &manifest.targets {
        let name = name.as_ref().unwrap_or(&package.name);
        match (path, kind) {
            (Some(path), _) => add(*kind, name, join(folder, path), disk),
            (None, TargetKind::Lib) => add(*kind, name, folder.join("src/lib.rs"), disk),
            // A name alone gives the file in its usual place.
            (None, _) => {}
        }
    }
    let listing = disk.list(folder);
    let has = |name: &str| listing.folders.iter().any(|folder| folder == name);
    if has("src") {
        add(TargetKind::Lib, &package.name, folder.join("src/lib.rs"), disk);
        add(TargetKind::Bin, &package.name, folder.join("src/main.rs"), disk);
    }
    let usual =
        [("src/bin", TargetKind::Bin), ("examples", TargetKind::Example), ("tests", TargetKind::Test), ("benches", TargetKind::Bench)];
    for (place, kind) in usual {
        let (first, rest) = place.split_once('/').map_or((place, None), |(first, rest)| (first, Some(rest)));
        let nested = |rest: &str, disk: &mut Disk| disk.list(&folder.join(first)).folders.iter().any(|folder| folder == rest);
        if !has(first) || rest.is_some_and(|rest| !nested(rest, disk)) {
            continue;
        }
        let place = folder.join(place);
        let listing = disk.list(&place);
        for name in &listing.rust {
            add(kind, &Path::new(name).file_stem().unwrap_or_default().to_string_lossy(), place.join(name), disk);
        }
        for name in &listing.folders {
            add(kind, &name.to_string_lossy(), place.join(name).join("main.rs"), disk);
        }
    }
    match &package.build {
        Some(None) => {}
        Some(Some(path)) => add(TargetKind::Build, "build_script_build", join(folder, path), disk),
        None => add(TargetKind::Build, "build_script_build", folder.join("build.rs"), disk),
    }
    targets.sort_by(|a, b| (a.kind, &a.name, &a.root).cmp(&(b.kind, &b.name, &b.root)));
    targets
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn globs_of_member_names() {
        for (pattern, yes, no) in [
            ("*", "a", ".a"),
            ("a*c", "abbc", "abb"),
            ("*-x-*", "a-x-b", "a-x"),
            ("a?", "ab", "a"),
            ("[a-c]x", "bx", "dx"),
            ("[!a-c]x", "dx", "ax"),
            ("**", "a", ".a"),
        ] {
            assert!(glob(pattern, yes), "{pattern} {yes}");
            assert!(!glob(pattern, no), "{pattern} {no}");
        }
        assert!(!glob(&"*a".repeat(50), &"b".repeat(200)));
        assert!(!glob("[", "a") && !glob("[a", "a") && !glob("[]", "a"));
    }
}
