//! A part of a tree that is a tree itself: whole packages, chosen by what their paths hash to.
//!
//! Parts are nested: what is in an eighth is in a quarter. Packages that lie near each other stay together, so that
//! most of what a package needs of the project is there as it is in the whole.

use maplint::source::{Language, Project, SourceFile};
use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use tempfile::TempDir;
use xxhash_rust::xxh3::xxh3_64;

/// The folders of a path that are looked at: Go packages that agree in them stay together.
const DEPTH: usize = 4;

/// What is copied beside sources, where it stands above one of them.
const MANIFESTS: [&str; 5] = ["go.mod", "go.sum", "go.work", "Cargo.toml", "Cargo.lock"];

/// How much there is to read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Extent {
    /// How many files.
    pub(crate) files: usize,
    /// Of all files.
    pub(crate) bytes: u64,
}

impl Extent {
    /// Of files; one that is gone has no bytes.
    pub(crate) fn of<'f>(files: impl IntoIterator<Item = &'f SourceFile>) -> Extent {
        let size = |file: &SourceFile| fs::metadata(&file.path).map_or(0, |found| found.len());
        files.into_iter().fold(Extent { files: 0, bytes: 0 }, |sum, file| Extent { files: sum.files + 1, bytes: sum.bytes + size(file) })
    }
}

/// A copy of a part of a tree, which goes when this is dropped.
pub(crate) struct Part {
    pub(crate) eighths: u64,
    pub(crate) extent: Extent,
    pub(crate) folder: TempDir,
}

/// Copies about so many eighths of a project's files, which lie below `tree`.
pub(crate) fn part(project: &Project, tree: &Path, eighths: u64) -> io::Result<Part> {
    let folder = tempfile::tempdir()?;
    let below = |path: &Path| path.strip_prefix(tree).map(Path::to_owned).ok();
    let chosen: Vec<(&SourceFile, PathBuf)> = project.files.iter().filter_map(|file| Some((file, below(&file.path)?))).collect();
    let chosen: Vec<_> = chosen.into_iter().filter(|(file, path)| is_in(file, path, tree, eighths)).collect();
    let folders: BTreeSet<&Path> = chosen.iter().flat_map(|(_, path)| path.ancestors().skip(1)).collect();
    let manifests = folders.iter().flat_map(|folder| MANIFESTS.map(|name| folder.join(name))).filter(|path| tree.join(path).is_file());
    for path in chosen.iter().map(|(_, path)| path.clone()).chain(manifests) {
        let target = folder.path().join(&path);
        fs::create_dir_all(target.parent().unwrap_or(folder.path()))?;
        fs::copy(tree.join(&path), target)?;
    }
    Ok(Part { eighths, extent: Extent::of(chosen.into_iter().map(|(file, _)| file)), folder })
}

/// Whether a file, at `path` below the tree, is in the part of so many eighths.
fn is_in(file: &SourceFile, path: &Path, tree: &Path, eighths: u64) -> bool {
    let package: PathBuf = match file.language {
        Language::Go => path.parent().unwrap_or(Path::new("")).iter().take(DEPTH).collect(),
        Language::Rust => {
            path.ancestors().skip(1).find(|folder| tree.join(folder).join("Cargo.toml").is_file()).unwrap_or(Path::new("")).into()
        }
    };
    xxh3_64(package.to_string_lossy().as_bytes()) % 8 < eighths
}
