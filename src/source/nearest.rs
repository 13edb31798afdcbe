//! The file of a given name that is nearest to a folder: in it, or in one above it, but never beyond the
//! repository that the folder is in.

use super::disk::{join, read_text};
use super::error::Error;
use rustc_hash::FxHashMap;
use std::io;
use std::path::{Path, PathBuf};

/// Looks for files of one name, each folder once. All paths are absolute and normal.
#[derive(Debug)]
pub struct Nearest {
    name: &'static str,
    base: PathBuf,
    limits: FxHashMap<PathBuf, Option<PathBuf>>,
    found: FxHashMap<PathBuf, Option<PathBuf>>,
}

impl Nearest {
    /// Looks for files named `name`. Folders that are in no repository are asked up to `base`; those that
    /// are not below it either, alone.
    pub fn new(name: &'static str, base: &Path) -> Nearest {
        Nearest { name, base: base.to_owned(), limits: FxHashMap::default(), found: FxHashMap::default() }
    }

    /// The nearest file to `folder`.
    pub fn find(&mut self, folder: &Path) -> Option<PathBuf> {
        let limit = self.limit(folder);
        self.up_to(folder, &limit)
    }

    /// The outermost folder that is asked for `folder`: the root of its repository (a folder that has a
    /// `.git`) where there is one.
    pub fn limit(&mut self, folder: &Path) -> PathBuf {
        let outside = || if folder.starts_with(&self.base) { self.base.clone() } else { folder.to_owned() };
        repository(folder, &mut self.limits).unwrap_or_else(outside)
    }

    fn up_to(&mut self, folder: &Path, limit: &Path) -> Option<PathBuf> {
        if let Some(found) = self.found.get(folder) {
            return found.clone();
        }
        let here = folder.join(self.name);
        let above = || folder.parent().filter(|_| folder != limit).map(Path::to_owned);
        let found = if here.symlink_metadata().is_ok() { Some(here) } else { above().and_then(|above| self.up_to(&above, limit)) };
        self.found.insert(folder.to_owned(), found.clone());
        found
    }
}

/// The folder from which a run over `paths` (as on the command line) is configured: `cwd`, and where all
/// of them lie outside it, the folder that they have in common.
pub fn base_folder(paths: &[PathBuf], cwd: &Path) -> PathBuf {
    let folder = |path: &PathBuf| {
        let path = join(cwd, path);
        let dots = path.ancestors().filter(|above| above.as_os_str().to_string_lossy().contains("...")).last();
        let start = dots.and_then(Path::parent).unwrap_or(&path).to_owned();
        if start.is_file() { start.parent().map_or_else(|| start.clone(), Path::to_owned) } else { start }
    };
    let folders: Vec<PathBuf> = paths.iter().map(folder).collect();
    match folders.split_first() {
        Some((first, others)) if !folders.iter().any(|folder| folder.starts_with(cwd)) => {
            others.iter().fold(first.clone(), |common, other| {
                common.components().zip(other.components()).take_while(|(one, two)| one == two).map(|(component, _)| component).collect()
            })
        }
        _ => cwd.to_owned(),
    }
}

fn repository(folder: &Path, known: &mut FxHashMap<PathBuf, Option<PathBuf>>) -> Option<PathBuf> {
    if let Some(found) = known.get(folder) {
        return found.clone();
    }
    let found = if folder.join(".git").exists() { Some(folder.to_owned()) } else { repository(folder.parent()?, known) };
    known.insert(folder.to_owned(), found.clone());
    found
}

/// The text of a regular file that lies, with all links followed, in the folder `limit`.
pub fn text_inside(path: &Path, limit: &Path) -> Result<String, Error> {
    if !lies_inside(path, limit).map_err(Error::Unreadable)? {
        return Err(Error::Outside);
    }
    read_text(path)
}

/// Whether a file or folder lies, with all links followed, in the folder `limit`.
pub(super) fn lies_inside(path: &Path, limit: &Path) -> io::Result<bool> {
    Ok(path.canonicalize()?.starts_with(limit.canonicalize()?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn tree(files: &[&str]) -> tempfile::TempDir {
        let root = tempfile::tempdir().expect("a temporary folder");
        for file in files {
            let path = root.path().join(file);
            fs::create_dir_all(path.parent().expect("in a folder")).expect("made");
            fs::write(path, "x").expect("written");
        }
        root
    }

    /// The file that is found from `folder`, relative to the root of the tree.
    fn found(root: &Path, base: &str, folder: &str) -> Option<String> {
        let path = Nearest::new("c.toml", &root.join(base)).find(&root.join(folder))?;
        Some(path.strip_prefix(root).expect("below the root").to_string_lossy().replace('\\', "/"))
    }

    #[test]
    fn the_nearest_file_wins_and_nothing_is_taken_from_beyond_the_repository() {
        let root = tree(&["c.toml", "repo/.git/HEAD", "repo/a/c.toml", "repo/a/b/x", "repo/e/x"]);
        let found = |folder: &str| found(root.path(), "", folder);
        assert_eq!(found("repo/a/b"), Some("repo/a/c.toml".to_owned()));
        assert_eq!(found("repo/a"), Some("repo/a/c.toml".to_owned()));
        assert_eq!(found("repo/e"), None);
        assert_eq!(found(""), Some("c.toml".to_owned()));
    }

    #[test]
    fn without_a_repository_the_base_is_the_end() {
        let root = tree(&["c.toml", "base/a/x", "other/a/x", "other/c.toml"]);
        assert_eq!(found(root.path(), "base", "base/a"), None);
        assert_eq!(found(root.path(), "", "base/a"), Some("c.toml".to_owned()));
        assert_eq!(found(root.path(), "base", "other/a"), None);
        assert_eq!(found(root.path(), "base", "other"), Some("other/c.toml".to_owned()));
    }

    #[test]
    fn a_run_is_configured_from_where_it_is_started_or_from_what_it_is_about() {
        let root = tree(&["cwd/x.go", "other/a/x.go", "other/b/x.go"]);
        let base = |paths: &[&str]| {
            let paths: Vec<PathBuf> = paths.iter().map(PathBuf::from).collect();
            let base = base_folder(&paths, &root.path().join("cwd"));
            base.strip_prefix(root.path()).expect("below the root").to_string_lossy().replace('\\', "/")
        };
        assert_eq!(base(&["./..."]), "cwd");
        assert_eq!(base(&["x.go", "../other/a/x.go"]), "cwd");
        assert_eq!(base(&["../other/a/x.go"]), "other/a");
        assert_eq!(base(&["../other/a/...", "../other/b/x.go"]), "other");
        assert_eq!(base(&[]), "cwd");
    }

    #[cfg(unix)]
    #[test]
    fn a_link_that_leads_out_is_not_read() {
        let root = tree(&["secret", "repo/real", "repo/x"]);
        std::os::unix::fs::symlink("../secret", root.path().join("repo/out")).expect("linked");
        std::os::unix::fs::symlink("real", root.path().join("repo/in")).expect("linked");
        let read = |name: &str| text_inside(&root.path().join("repo").join(name), &root.path().join("repo")).ok();
        assert_eq!((read("in"), read("real"), read("out"), read("gone")), (Some("x".into()), Some("x".into()), None, None));
    }
}
