//! Files that get a new content whole or not at all: it is written beside the file, and takes its place.
//!
//! A run that is killed while it writes leaves what it has written. Its name says whose it is, no tool takes it for source, and
//! the next run that writes into the folder takes it away: who writes holds a lock, which ends with the process. The files of
//! the cache are written in the same manner.

use std::collections::BTreeSet;
use std::fs::{self, File, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use tempfile::{Builder, NamedTempFile};

/// How the name of a file starts and ends that is being written.
const UNFINISHED: (&str, &str) = (".maplint-", ".part");

/// Gives files a new content.
#[derive(Debug, Default)]
pub struct Replacer {
    /// The folders that hold nothing any more that killed runs have left.
    cleared: BTreeSet<PathBuf>,
}

impl Replacer {
    /// Gives the file at `path` this content, whole or not at all. Of a link, the file that it leads to is replaced; a file
    /// that is there keeps its mode.
    pub fn file(&mut self, path: &Path, content: &[u8]) -> io::Result<()> {
        let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        if self.cleared.insert(folder.to_owned()) {
            clear_unfinished(folder);
        }
        let mut beside = locked_in(folder, &mut for_all())?;
        beside.write_all(content)?;
        if let Ok(metadata) = fs::metadata(&path) {
            beside.as_file().set_permissions(metadata.permissions())?;
        }
        beside.persist(&path).map_err(|error| error.error)?;
        Ok(())
    }

    /// Gives the file, which was read as `old`, the text `new` in the manner of [`Replacer::file`]. A byte order
    /// mark at its start stays. Fails where the file has changed since.
    pub fn text(&mut self, path: &Path, old: &str, new: &str) -> io::Result<()> {
        let content = fs::read(path)?;
        let mark = &content[..content.len().saturating_sub(old.len())];
        if !content.ends_with(old.as_bytes()) || !matches!(mark, b"" | b"\xef\xbb\xbf") {
            return Err(io::Error::other("it has changed since it was read"));
        }
        self.file(path, &[mark, new.as_bytes()].concat())
    }
}

/// A new file in the folder that its user alone may read, to be written and put in its place.
pub fn unfinished_in(folder: &Path) -> io::Result<NamedTempFile> {
    locked_in(folder, &mut Builder::new())
}

/// Takes away what killed runs have left in a folder. What cannot be looked at stays.
pub fn clear_unfinished(folder: &Path) {
    let (start, end) = UNFINISHED;
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        // Neither a link is followed nor a pipe opened.
        let is_unfinished = name.starts_with(start) && name.ends_with(end) && entry.file_type().is_ok_and(|kind| kind.is_file());
        if is_unfinished && File::open(entry.path()).is_ok_and(|file| file.try_lock().is_ok()) {
            _ = fs::remove_file(entry.path());
        }
    }
}

/// A file under a name of its own, which no other run takes away.
fn locked_in(folder: &Path, builder: &mut Builder<'_, '_>) -> io::Result<NamedTempFile> {
    let (start, end) = UNFINISHED;
    builder.prefix(start).suffix(end);
    loop {
        let file = builder.tempfile_in(folder)?;
        // Where the disk knows no locks, nobody can take it away either.
        let is_taken = matches!(file.as_file().try_lock(), Err(TryLockError::WouldBlock));
        // Before it was locked, one that clears the folder may have come by.
        if !is_taken && file.path().exists() {
            return Ok(file);
        }
    }
}

/// With the mode that new files have.
fn for_all() -> Builder<'static, 'static> {
    let mut builder = Builder::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    builder
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_killed_run_left_goes_with_the_next() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let place = |name: &str| folder.path().join(name);
        for name in [".maplint-old.part", ".maplint-notes", "a.part"] {
            fs::write(place(name), "left").expect("written");
        }
        // Another run writes at this moment.
        let other = File::create(place(".maplint-new.part")).expect("made");
        other.lock().expect("locked");
        fs::create_dir(place(".maplint-folder.part")).expect("made");
        let mut replacer = Replacer::default();
        replacer.file(&place("a.go"), b"package a\n").expect("replaced");
        let names = || {
            let entries = fs::read_dir(folder.path()).expect("it can be read");
            entries.map(|entry| entry.expect("it can be read").file_name().into_string().expect("a name")).collect::<BTreeSet<_>>()
        };
        let kept = [".maplint-folder.part", ".maplint-new.part", ".maplint-notes", "a.go", "a.part"];
        assert_eq!(names(), BTreeSet::from(kept.map(str::to_owned)));
        assert_eq!(fs::read(place("a.go")).expect("it is there"), b"package a\n");
    }

    #[test]
    fn a_file_that_has_changed_is_left_alone() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("a.go");
        fs::write(&path, "\u{feff}package a\n").expect("written");
        let mut replacer = Replacer::default();
        replacer.text(&path, "package a\n", "package b\n").expect("replaced");
        assert_eq!(fs::read_to_string(&path).expect("it is there"), "\u{feff}package b\n");
        assert!(replacer.text(&path, "package a\n", "package c\n").is_err());
        assert_eq!(fs::read_to_string(&path).expect("it is there"), "\u{feff}package b\n");
    }
}
