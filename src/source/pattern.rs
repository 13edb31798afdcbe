//! What the command line asks for: files, folders, and Go's `...` patterns.
//!
//! Paths are read from the working directory, with or without a leading `./`. A pattern that is no
//! path there may be an import path of the module around the working directory.

use super::disk::{Disk, Kind, join};
use super::error::Error;
use super::go_mod::parse_go_mod;
use std::io;
use std::path::{Path, PathBuf};

/// One path of the command line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Request {
    /// That file.
    File(PathBuf),
    /// Go: the package in that folder. Rust: all below it.
    Folder(PathBuf),
    /// What is below `base` in folders that `names` lets through.
    Tree {
        /// An existing folder.
        base: PathBuf,
        /// A pattern over paths relative to `base`.
        names: String,
    },
}

impl Request {
    /// The file or folder from which it starts.
    pub(super) fn base(&self) -> &Path {
        match self {
            Request::File(path) | Request::Folder(path) | Request::Tree { base: path, .. } => path,
        }
    }
}

/// Reads the paths of the command line (none: `./...`), in order; what is not there is reported.
pub(super) fn requests(paths: &[String], disk: &mut Disk) -> Vec<Request> {
    let default = ["./...".to_owned()];
    let paths = if paths.is_empty() { &default } else { paths };
    let mut requests = Vec::new();
    for path in paths {
        let first = request(path, disk.cwd(), disk);
        let import = matches!(first, Err(Error::NotFound)).then(|| import_path(path, disk)).flatten();
        match import.unwrap_or(first) {
            Ok(request) => requests.push(request),
            Err(error) => disk.report(&join(disk.cwd(), path), error),
        }
    }
    requests
}

/// Whether the folder at `relative` (with `/`; empty for the base) is one that `names` stands for:
/// `...` is any text, and `x/...` is also `x` itself.
pub(super) fn matches(names: &str, relative: &str) -> bool {
    if let Some(start) = names.strip_suffix("/...")
        && !start.contains("...")
        && relative == start
    {
        return true;
    }
    let pieces: Vec<&str> = names.split("...").collect();
    let (first, [middle @ .., last]) = (pieces[0], &pieces[1..]) else { return relative == names };
    let Some(mut rest) = relative.strip_prefix(first) else { return false };
    for piece in middle {
        let Some(at) = rest.find(piece) else { return false };
        rest = &rest[at + piece.len()..];
    }
    rest.ends_with(last)
}

/// Whether there is something at the path, or at the folder that its pattern starts from.
pub(super) fn is_there(path: &str, disk: &Disk) -> bool {
    !matches!(request(path, disk.cwd(), disk), Err(Error::NotFound)) || import_path(path, disk).is_some_and(|found| found.is_ok())
}

fn request(path: &str, base: &Path, disk: &Disk) -> Result<Request, Error> {
    let absolute = join(base, path);
    match disk.kind(&absolute) {
        Ok(Kind::Folder) => return Ok(Request::Folder(absolute)),
        Ok(Kind::File) => return Ok(Request::File(absolute)),
        Ok(Kind::Special) => return Err(Error::Special),
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => return Err(Error::Unreadable(error)),
        Err(_) => {}
    }
    let dots = path.find("...").ok_or(Error::NotFound)?;
    let (folder, names) = path.split_at(path[..dots].rfind('/').map_or(0, |slash| slash + 1));
    let base = join(base, folder);
    if matches!(disk.kind(&base), Ok(Kind::Folder)) { Ok(Request::Tree { base, names: names.to_owned() }) } else { Err(Error::NotFound) }
}

/// The request where `path` starts with the path of the module around the working directory.
fn import_path(path: &str, disk: &Disk) -> Option<Result<Request, Error>> {
    let root = disk.cwd().ancestors().find(|folder| disk.is_file(&folder.join("go.mod")))?;
    let text = disk.text(&root.join("go.mod")).ok()?;
    let (file, _) = parse_go_mod(&text);
    let rest = path.strip_prefix(&file.module).filter(|_| !file.module.is_empty())?;
    if rest.is_empty() {
        return Some(request(".", root, disk));
    }
    // What starts with `/` again would be read from the root of the disk.
    Some(request(rest.strip_prefix('/')?.trim_start_matches('/'), root, disk))
}

#[cfg(test)]
mod tests {
    use super::super::overlay::Overlay;
    use super::*;
    use std::fs;

    fn check(names: &str, yes: &[&str], no: &[&str]) {
        for relative in yes {
            assert!(matches(names, relative), "{names} is {relative}");
        }
        for relative in no {
            assert!(!matches(names, relative), "{names} is not {relative}");
        }
    }

    #[test]
    fn dots_stand_for_any_text() {
        check("...", &["", "a", "a/b"], &[]);
        check("net...", &["net", "net/http", "netip"], &["ne", "x/net"]);
        check("a.../b", &["a/b", "ax/b", "a/x/b"], &["a", "b", "a/bx"]);
        check("a.../...", &["a/b"], &["b"]);
        check("...x...y", &["xy", "axbyy"], &["yx"]);
        check("ab...b", &["abb", "ab/b"], &["ab"]);
    }

    #[test]
    fn paths_and_patterns() {
        let temporary = tempfile::tempdir().expect("a temporary folder");
        let root = temporary.path();
        fs::create_dir_all(root.join("a/b")).expect("made");
        fs::write(root.join("a/x.go"), "").expect("written");
        fs::write(root.join("go.mod"), "module example.com/m\n").expect("written");
        let mut disk = Disk::new(root.to_owned(), Overlay::default());
        let mut check = |path: &str, expected: Request| {
            assert_eq!(requests(&[path.to_owned()], &mut disk), [expected], "{path}");
        };
        let tree = |base: &str, names: &str| Request::Tree { base: join(root, base), names: names.to_owned() };
        check("./...", tree(".", "..."));
        check("...", tree(".", "..."));
        check("./a/...", tree("a", "..."));
        check("a/b...", tree("a", "b..."));
        check("a", Request::Folder(root.join("a")));
        check("./a/", Request::Folder(root.join("a")));
        check(".", Request::Folder(root.to_owned()));
        check("a/../a/x.go", Request::File(root.join("a/x.go")));
        check("example.com/m", Request::Folder(root.to_owned()));
        check("example.com/m/a/b", Request::Folder(root.join("a/b")));
        check("example.com/m/...", tree(".", "..."));
        assert_eq!(requests(&[], &mut disk), [tree(".", "...")]);
        assert!(disk.problems.is_empty());
        assert_eq!(requests(&["b".to_owned(), "b/...".to_owned(), "a".to_owned()], &mut disk), [Request::Folder(root.join("a"))]);
        assert_eq!(disk.problems.len(), 2);
        assert!(disk.problems.iter().all(|problem| problem.fatal));
        assert_eq!((disk.problems[0].path.as_str(), disk.problems[0].message.as_str()), ("b", "no such file or folder"));
    }
}
