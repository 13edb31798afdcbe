//! Folders and files as they are: each folder is listed once, many at a time, and what is no regular
//! file is not there.
//!
//! Links to files are read as files; links to folders are not followed, so that no tree is endless.
//! Names that are not UTF-8, or that a terminal would obey, are kept in paths and escaped where shown.

use super::error::{Error, Problem};
use super::overlay::{Overlay, Replaced};
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use std::ffi::{OsStr, OsString};
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use walkdir::WalkDir;

/// Larger files are not read: parsing takes some forty times as much memory, and the largest that anybody checks in are
/// generated ones of some 10 MB.
pub const MAX_FILE_BYTES: u64 = 32 << 20;

/// What of a folder matters here, each list sorted.
#[derive(Debug, Default)]
pub(super) struct Listing {
    /// Folders in it, links left out.
    pub folders: Vec<OsString>,
    /// Its `.go` files.
    pub go: Vec<OsString>,
    /// Its `.rs` files.
    pub rust: Vec<OsString>,
    /// It has a `go.mod`.
    pub go_mod: bool,
    /// It has a `go.work`.
    pub go_work: bool,
    /// It has a `Cargo.toml`.
    pub cargo_toml: bool,
}

/// What can be at a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A folder.
    Folder,
    /// A regular file.
    File,
    /// A pipe, a socket, a device.
    Special,
}

/// The folders read so far, and what went wrong with them.
#[derive(Debug)]
pub(super) struct Disk {
    cwd: PathBuf,
    overlay: Overlay,
    listings: FxHashMap<PathBuf, Arc<Listing>>,
    /// In no order.
    pub problems: Vec<Problem>,
}

impl Disk {
    /// `cwd` is absolute and normal; what `overlay` has counts before what is on the disk.
    pub(super) fn new(cwd: PathBuf, overlay: Overlay) -> Disk {
        Disk { cwd, overlay, listings: FxHashMap::default(), problems: Vec::new() }
    }

    /// Where relative paths start.
    pub(super) fn cwd(&self) -> &Path {
        &self.cwd
    }

    /// What is in the folder; nothing, and a problem, where it cannot be read.
    pub(super) fn list(&mut self, folder: &Path) -> Arc<Listing> {
        if !self.listings.contains_key(folder) {
            self.prefetch(std::slice::from_ref(&folder));
        }
        Arc::clone(&self.listings[folder])
    }

    /// Visits `root` and the folders below that `visit` asks for (by name, each with its state), level
    /// by level, the folders of a level in the order in which they were asked for.
    pub(super) fn walk<S>(&mut self, root: &Path, state: S, mut visit: impl FnMut(&Path, &Listing, S) -> Vec<(OsString, S)>) {
        let mut level = vec![(root.to_owned(), state)];
        while !level.is_empty() {
            let folders: Vec<&PathBuf> = level.iter().map(|(folder, _)| folder).collect();
            self.prefetch(&folders);
            let mut next = Vec::new();
            for (folder, state) in level {
                let below = visit(&folder, &self.listings[&folder], state);
                next.extend(below.into_iter().map(|(name, state)| (folder.join(name), state)));
            }
            level = next;
        }
    }

    /// Whether there is a regular file, from the listing where the folder has been read.
    pub(super) fn is_file(&self, path: &Path) -> bool {
        let listing = path.parent().and_then(|folder| self.listings.get(folder));
        let (Some(listing), Some(name)) = (listing, path.file_name()) else { return matches!(self.kind(path), Ok(Kind::File)) };
        match name.to_str() {
            Some("go.mod") => listing.go_mod,
            Some("go.work") => listing.go_work,
            Some("Cargo.toml") => listing.cargo_toml,
            _ => match path.extension().and_then(OsStr::to_str) {
                Some("go") => listing.go.binary_search_by(|file| file.as_os_str().cmp(name)).is_ok(),
                Some("rs") => listing.rust.binary_search_by(|file| file.as_os_str().cmp(name)).is_ok(),
                _ => matches!(self.kind(path), Ok(Kind::File)),
            },
        }
    }

    /// What is at the path.
    pub(super) fn kind(&self, path: &Path) -> io::Result<Kind> {
        match self.overlay.file(path) {
            Some(Replaced::By(_) | Replaced::ByAny) => return Ok(Kind::File),
            Some(Replaced::ByNothing) => return Err(io::ErrorKind::NotFound.into()),
            None if self.overlay.has_folder(path) => return Ok(Kind::Folder),
            None => {}
        }
        fs::metadata(path).map(|metadata| match metadata {
            folder if folder.is_dir() => Kind::Folder,
            file if file.is_file() => Kind::File,
            _ => Kind::Special,
        })
    }

    /// What stands in the place of the file on the disk.
    pub(super) fn replaced(&self, path: &Path) -> Option<Arc<[u8]>> {
        match self.overlay.file(path) {
            Some(Replaced::By(bytes)) => Some(Arc::clone(bytes)),
            Some(Replaced::ByAny | Replaced::ByNothing) | None => None,
        }
    }

    /// The text of a regular file, a byte order mark at its start left out.
    pub(super) fn text(&self, path: &Path) -> Result<String, Error> {
        match self.overlay.file(path) {
            Some(Replaced::By(bytes)) => text_of(bytes.to_vec()),
            Some(Replaced::ByAny) => Ok(String::new()),
            Some(Replaced::ByNothing) => Err(Error::Unreadable(io::ErrorKind::NotFound.into())),
            None => read_text(path),
        }
    }

    /// The path as shown: relative to the working directory, with `/`.
    pub(super) fn display(&self, path: &Path) -> String {
        display(path, &self.cwd)
    }

    /// Keeps what went wrong with `path`.
    pub(super) fn report(&mut self, path: &Path, error: Error) {
        let problem = error.at_path(self.display(path)).into();
        self.problems.push(problem);
    }

    fn prefetch<P: AsRef<Path> + Sync>(&mut self, folders: &[P]) {
        let missing: Vec<&Path> = folders.iter().map(AsRef::as_ref).filter(|folder| !self.listings.contains_key(*folder)).collect();
        let read: Vec<_> = missing.par_iter().map(|folder| read_folder(folder, &self.overlay)).collect();
        for (folder, (listing, error)) in missing.into_iter().zip(read) {
            if let Some(error) = error {
                self.report(folder, error);
            }
            self.listings.insert(folder.to_owned(), Arc::new(listing));
        }
    }
}

/// The text of a regular file, a byte order mark at its start left out.
pub fn read_text(path: &Path) -> Result<String, Error> {
    // A pipe would block when it is opened.
    let metadata = fs::metadata(path).map_err(Error::Unreadable)?;
    if !metadata.is_file() {
        return Err(Error::Special);
    }
    if metadata.len() > MAX_FILE_BYTES {
        return Err(Error::TooLarge);
    }
    let mut bytes = Vec::with_capacity(usize::try_from(metadata.len()).unwrap_or_default());
    File::open(path).and_then(|file| file.take(MAX_FILE_BYTES + 1).read_to_end(&mut bytes)).map_err(Error::Unreadable)?;
    text_of(bytes)
}

/// The text that the bytes of a file are, a byte order mark at its start left out.
pub(super) fn text_of(bytes: Vec<u8>) -> Result<String, Error> {
    if bytes.len() as u64 > MAX_FILE_BYTES {
        return Err(Error::TooLarge);
    }
    let mut text = String::from_utf8(bytes).map_err(|error| {
        let before = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
        Error::NotUtf8.at_line(u32::try_from(line).unwrap_or(u32::MAX))
    })?;
    if text.starts_with('\u{feff}') {
        text.drain(..'\u{feff}'.len_utf8());
    }
    Ok(text)
}

/// `path` under `base`, with `.` and `..` resolved by name, as Go does.
pub fn join(base: &Path, path: impl AsRef<Path>) -> PathBuf {
    let mut joined = PathBuf::new();
    for component in base.join(path).components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => {
                joined.pop();
            }
            component => joined.push(component),
        }
    }
    joined
}

/// `path` relative to `base` (both absolute and normal), with `/`; escaped where a terminal would
/// obey it. `base` itself is `.`.
pub fn display(path: &Path, base: &Path) -> String {
    let common = path.components().zip(base.components()).take_while(|(a, b)| a == b).count();
    let up = base.components().count() - common;
    let mut shown = String::new();
    let names = path.components().skip(common).map(|component| component.as_os_str().to_string_lossy());
    for name in std::iter::repeat_n("..".into(), up).chain(names) {
        if !shown.is_empty() && !shown.ends_with('/') {
            shown.push('/');
        }
        for character in name.chars() {
            if character.is_control() {
                shown.extend(character.escape_default());
            } else {
                shown.push(character);
            }
        }
    }
    if shown.is_empty() { ".".to_owned() } else { shown }
}

fn read_folder(folder: &Path, overlay: &Overlay) -> (Listing, Option<Error>) {
    let (mut listing, mut problem) = read_from_disk(folder);
    if overlay.has_folder(folder) && !folder.exists() {
        problem = None;
    }
    for (name, is_there) in overlay.files_in(folder) {
        listing.set(&name, is_there);
    }
    listing.folders.extend(overlay.folders_in(folder));
    for names in [&mut listing.folders, &mut listing.go, &mut listing.rust] {
        names.sort_unstable();
        names.dedup();
    }
    (listing, problem)
}

/// Its lists are in no order.
fn read_from_disk(folder: &Path) -> (Listing, Option<Error>) {
    let mut listing = Listing::default();
    let mut problem = None;
    // Not through `sort_by_file_name`: only the few names that matter are sorted.
    for entry in WalkDir::new(folder).min_depth(1).max_depth(1) {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                let error = error.into_io_error().unwrap_or_else(|| io::ErrorKind::Other.into());
                problem = Some(Error::Unreadable(error));
                continue;
            }
        };
        let kind = entry.file_type();
        if kind.is_dir() {
            listing.folders.push(entry.file_name().to_owned());
            continue;
        }
        let name = entry.file_name();
        let extension = Path::new(name).extension().and_then(OsStr::to_str);
        let wanted = matches!(extension, Some("go" | "rs" | "mod" | "work" | "toml"));
        let regular = kind.is_file() || kind.is_symlink() && wanted && fs::metadata(entry.path()).is_ok_and(|metadata| metadata.is_file());
        if !wanted || !regular {
            continue;
        }
        listing.set(name, true);
    }
    (listing, problem)
}

impl Listing {
    /// Notes that the file is in the folder, or takes it out.
    fn set(&mut self, name: &OsStr, is_there: bool) {
        let list = match (Path::new(name).extension().and_then(OsStr::to_str), name.to_str()) {
            (Some("go"), _) => &mut self.go,
            (Some("rs"), _) => &mut self.rust,
            (_, Some("go.mod")) => return self.go_mod = is_there,
            (_, Some("go.work")) => return self.go_work = is_there,
            (_, Some("Cargo.toml")) => return self.cargo_toml = is_there,
            _ => return,
        };
        if is_there {
            list.push(name.to_owned());
        } else {
            list.retain(|file| file != name);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_shown_from_the_working_directory() {
        let shown = |path: &str| display(Path::new(path), Path::new("/a/b"));
        assert_eq!(shown("/a/b"), ".");
        assert_eq!(shown("/a/b/c/d.go"), "c/d.go");
        assert_eq!(shown("/a/x.go"), "../x.go");
        assert_eq!(shown("/x"), "../../x");
        assert_eq!(shown("/a/b/evil\u{1b}[31m\n.go"), "evil\\u{1b}[31m\\n.go");
        assert_eq!(display(Path::new("/a/b"), Path::new("/")), "a/b");
    }

    #[test]
    fn joined_paths_are_normal() {
        let joined = |path: &str| join(Path::new("/a/b"), path);
        assert_eq!(joined("./c/../d"), Path::new("/a/b/d"));
        assert_eq!(joined("../.."), Path::new("/"));
        assert_eq!(joined("/x/./y/"), Path::new("/x/y"));
    }

    #[test]
    fn text_comes_whole_or_with_the_reason() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let write = |name: &str, bytes: &[u8]| {
            let path = folder.path().join(name);
            fs::write(&path, bytes).expect("written");
            path
        };
        assert_eq!(read_text(&write("bom", b"\xef\xbb\xbfpackage x")).expect("read"), "package x");
        let latin = read_text(&write("latin", b"a\nb\xe9\n")).expect_err("not UTF-8");
        assert_eq!(latin.to_string(), "line 2: not UTF-8");
        assert_eq!(read_text(&folder.path().join("none")).expect_err("gone").to_string(), "cannot be read: entity not found");
        assert_eq!(read_text(folder.path()).expect_err("a folder").to_string(), "neither a file nor a folder");
        let huge = folder.path().join("huge");
        File::create(&huge).and_then(|file| file.set_len(MAX_FILE_BYTES + 1)).expect("a sparse file");
        assert_eq!(read_text(&huge).expect_err("too large").to_string(), "larger than 32 MiB");
    }

    #[test]
    fn a_folder_that_cannot_be_read_is_a_problem_once() {
        let mut disk = Disk::new(PathBuf::from("/"), Overlay::default());
        assert!(disk.list(Path::new("/no/such/folder")).folders.is_empty());
        disk.list(Path::new("/no/such/folder"));
        assert_eq!(disk.problems.len(), 1);
        assert_eq!(disk.problems[0].path, "no/such/folder");
        assert!(!disk.problems[0].fatal);
    }

    #[cfg(unix)]
    #[test]
    fn only_regular_files_and_links_to_them_count() {
        use std::os::unix::ffi::OsStrExt;
        let temporary = tempfile::tempdir().expect("a temporary folder");
        let folder = temporary.path();
        fs::write(folder.join("a.go"), "").expect("written");
        fs::create_dir(folder.join("folder.go")).expect("made");
        std::os::unix::fs::symlink("a.go", folder.join("link.go")).expect("linked");
        std::os::unix::fs::symlink(".", folder.join("loop")).expect("linked");
        std::os::unix::fs::symlink("nowhere.go", folder.join("broken.go")).expect("linked");
        let _socket = std::os::unix::net::UnixListener::bind(folder.join("socket.go")).expect("bound");
        fs::write(folder.join(OsStr::from_bytes(b"\xff.go")), "").expect("written");
        let listing = Disk::new(PathBuf::from("/"), Overlay::default()).list(folder);
        assert_eq!(listing.folders, ["folder.go"]);
        let names: Vec<&[u8]> = listing.go.iter().map(|name| name.as_bytes()).collect();
        assert_eq!(names, [b"a.go".as_slice(), b"link.go", b"\xff.go"]);
        assert_eq!(display(Path::new(OsStr::from_bytes(b"/\xff.go")), Path::new("/")), "\u{fffd}.go");
    }
}
