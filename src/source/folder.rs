//! Small folders of text files that are no sources: rule files.

use super::error::Error;
use super::nearest::lies_inside;
use std::io;
use std::path::{Path, PathBuf};

/// A file of a folder: its path, and its text or why that could not be read (not UTF-8 is such a
/// reason).
pub type FolderText = (PathBuf, io::Result<String>);

/// The texts of all files directly in `folder` whose name ends with `.extension`, sorted by path. With
/// `within`, links are followed only to what lies in that folder.
pub fn texts_in_folder(folder: &Path, extension: &str, within: Option<&Path>) -> io::Result<Vec<FolderText>> {
    let inside = |path: &Path| match within.map(|limit| lies_inside(path, limit)) {
        None | Some(Ok(true)) => Ok(()),
        Some(Ok(false)) => Err(io::Error::other(Error::Outside)),
        Some(Err(error)) => Err(error),
    };
    inside(folder)?;
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|found| found == extension) && !path.is_dir() {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths
        .into_iter()
        .map(|path| {
            let text = inside(&path).and_then(|()| std::fs::read_to_string(&path));
            (path, text)
        })
        .collect())
}
