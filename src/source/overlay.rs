//! What stands in the place of files on the disk: another revision's files, an editor's text.
//!
//! An overlay names only the files in which a tree differs from the disk; all others are read from
//! there. So two trees of one repository have the same paths, and what git does not know (ignored
//! folders, generated files) is around both.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Files of a tree, by absolute path, as far as they are not as on the disk.
#[derive(Clone, Debug, Default)]
pub struct Overlay {
    files: BTreeMap<PathBuf, Replaced>,
    /// Folders of files that are there, with all above them.
    folders: BTreeSet<PathBuf>,
}

/// What stands in the place of one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Replaced {
    /// These bytes.
    By(Arc<[u8]>),
    /// A file whose content does not matter.
    ByAny,
    /// Nothing: the file is not in the tree.
    ByNothing,
}

impl Overlay {
    /// Puts `replaced` in the place of the file at `path`, which is absolute and normal; what was put
    /// there before counts no more.
    pub fn put(&mut self, path: PathBuf, replaced: Replaced) {
        if replaced != Replaced::ByNothing {
            self.folders.extend(path.ancestors().skip(1).map(Path::to_owned));
        }
        self.files.insert(path, replaced);
    }

    /// What stands in the place of the file; `None`: the disk counts.
    pub(super) fn file(&self, path: &Path) -> Option<&Replaced> {
        self.files.get(path)
    }

    /// Whether files below the folder are put there.
    pub(super) fn has_folder(&self, path: &Path) -> bool {
        self.folders.contains(path)
    }

    /// The files directly in the folder, and whether each is in the tree.
    pub(super) fn files_in<'a>(&'a self, folder: &'a Path) -> impl Iterator<Item = (OsString, bool)> {
        let below = self.files.range(folder.to_owned()..).take_while(move |(path, _)| path.starts_with(folder));
        below
            .filter(move |(path, _)| path.parent() == Some(folder))
            .filter_map(|(path, replaced)| Some((path.file_name()?.to_owned(), *replaced != Replaced::ByNothing)))
    }

    /// The folders directly in the folder below which files are put.
    pub(super) fn folders_in<'a>(&'a self, folder: &'a Path) -> impl Iterator<Item = OsString> {
        let below = self.folders.range(folder.to_owned()..).take_while(move |path| path.starts_with(folder));
        below.filter(move |path| path.parent() == Some(folder)).filter_map(|path| Some(path.file_name()?.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_have_what_is_put_into_them() {
        let mut overlay = Overlay::default();
        for (path, replaced) in [
            ("/r/a/b/x.go", Replaced::ByAny),
            ("/r/a/y.go", Replaced::ByNothing),
            ("/r/a/z.go", Replaced::By(Arc::from(*b"package a"))),
            ("/r/ab/z.go", Replaced::ByAny),
            ("/r/gone/z.go", Replaced::ByNothing),
        ] {
            overlay.put(path.into(), replaced);
        }
        let files = |folder: &str| overlay.files_in(Path::new(folder)).collect::<Vec<_>>();
        assert_eq!(files("/r/a"), [("y.go".into(), false), ("z.go".into(), true)]);
        assert_eq!(files("/r"), []);
        assert_eq!(overlay.folders_in(Path::new("/r")).collect::<Vec<_>>(), ["a", "ab"]);
        assert!(overlay.has_folder(Path::new("/r/a/b")) && !overlay.has_folder(Path::new("/r/gone")));
    }
}
