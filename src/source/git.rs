//! Trees of a git repository, each as what differs from the files on the disk.
//!
//! Asked is git itself, which alone knows of its own index, ignored files and environment (a hook runs
//! with an index of its own); nothing is written, and no file is checked out. Files that git does not
//! know and does not ignore are in no tree; ignored ones are around all, and so are the files of
//! submodules, as they lie on the disk.
//!
//! A tree may come with a repository whose own config names programs for git to start. None is: a monitor of files and filters of
//! contents are turned off, and objects that are missing are not fetched.

use super::disk::join;
use super::overlay::{Overlay, Replaced};
use std::env;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::Arc;
use thiserror::Error;

/// A working tree.
#[derive(Clone, Debug)]
pub struct Repository {
    cwd: PathBuf,
    root: PathBuf,
    /// What git is told over its config: keys, each with its value.
    settings: Vec<(String, &'static str)>,
}

/// Why git could not say what was asked.
#[derive(Debug, Error)]
pub enum GitError {
    /// The program does not start.
    #[error("git cannot be run: {}", .0.kind())]
    Absent(#[source] io::Error),
    /// The working directory is in no working tree.
    #[error("not in the working tree of a git repository")]
    NoRepository,
    /// There is no such revision.
    #[error("git knows no revision `{0}`")]
    UnknownRevision(String),
    /// The command failed; what it said.
    #[error("`git {command}` failed: {said}")]
    Failed {
        /// The command's name.
        command: String,
        /// The first line of what it said.
        said: String,
    },
}

/// A file that differs from the one on the disk.
struct Changed {
    path: PathBuf,
    /// The object's name; `None` where the file is not in the tree.
    object: Option<String>,
}

impl Repository {
    /// The repository around `cwd`.
    pub fn around(cwd: &Path) -> Result<Repository, GitError> {
        let settings = vec![("core.fsmonitor".to_owned(), "false")];
        let mut here = Repository { cwd: cwd.to_owned(), root: cwd.to_owned(), settings };
        let said = here.start(&["rev-parse", "--is-inside-work-tree", "--show-cdup"], None)?;
        let text = String::from_utf8_lossy(&said.stdout).into_owned();
        match text.split_once('\n') {
            Some(("true", up)) if said.status.success() => {
                here.root = join(cwd, up.trim_end_matches('\n'));
                here.settings.extend(here.filters()?);
                Ok(here)
            }
            _ => Err(GitError::NoRepository),
        }
    }

    /// The folder of the working tree.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The files of a revision: of its commit, or of any other name of a tree.
    pub fn revision(&self, name: &str) -> Result<Overlay, GitError> {
        let asked = format!("{name}^{{tree}}");
        let found = self.start(&["rev-parse", "--verify", "--quiet", "--end-of-options", &asked], None)?;
        if !found.status.success() {
            return Err(GitError::UnknownRevision(name.to_owned()));
        }
        self.tree(String::from_utf8_lossy(&found.stdout).trim())
    }

    /// The files of the last commit; none before the first.
    pub fn head(&self) -> Result<Overlay, GitError> {
        match self.revision("HEAD") {
            Err(GitError::UnknownRevision(_)) => {
                let empty = self.run(&["hash-object", "-t", "tree", "--stdin"], Some(&[]))?;
                self.tree(String::from_utf8_lossy(&empty).trim())
            }
            found => found,
        }
    }

    /// The files of the index: what the next commit will have.
    pub fn index(&self) -> Result<Overlay, GitError> {
        let listed = self.run(&["diff-files", "--raw", "-z", "--no-renames", "--ignore-submodules"], None)?;
        self.overlay(&listed)
    }

    fn tree(&self, object: &str) -> Result<Overlay, GitError> {
        let listed = self.run(&["diff-index", "--raw", "-z", "--no-renames", "--ignore-submodules", object, "--"], None)?;
        self.overlay(&listed)
    }

    /// The files that a raw comparison with the disk lists, and those that git does not know.
    fn overlay(&self, listed: &[u8]) -> Result<Overlay, GitError> {
        let mut overlay = Overlay::default();
        let unknown = self.run(&["ls-files", "--others", "--exclude-standard", "--full-name", "-z", "--", ":/"], None)?;
        for path in unknown.split(|byte| *byte == 0).filter(|path| !path.is_empty() && !path.ends_with(b"/")) {
            overlay.put(self.root.join(from_bytes(path)), Replaced::ByNothing);
        }
        let changed = self.changed(listed);
        let wanted: Vec<&str> = changed.iter().filter(|file| matters(&file.path)).filter_map(|file| file.object.as_deref()).collect();
        let mut contents = self.contents(&wanted)?.into_iter();
        for file in changed {
            let replaced = match file.object {
                None => Replaced::ByNothing,
                Some(_) if matters(&file.path) => contents.next().map_or(Replaced::ByAny, Replaced::By),
                Some(_) => Replaced::ByAny,
            };
            overlay.put(file.path, replaced);
        }
        Ok(overlay)
    }

    /// Reads `:oldmode newmode oldobject newobject status NUL path NUL`, again and again. Links and files
    /// in the middle of a merge are left as they are.
    fn changed(&self, listed: &[u8]) -> Vec<Changed> {
        let mut fields = listed.split(|byte| *byte == 0).filter(|field| !field.is_empty());
        let mut changed = Vec::new();
        while let (Some(what), Some(path)) = (fields.next(), fields.next()) {
            let what = String::from_utf8_lossy(what);
            let mut words = what.trim_start_matches(':').split(' ');
            let (mode, _, object, _, status) = (words.next(), words.next(), words.next(), words.next(), words.next());
            let (Some(mode), Some(object), Some(status)) = (mode, object, status) else { continue };
            let is_there = object.bytes().any(|digit| digit != b'0');
            if status != "U" && (mode.starts_with("100") || !is_there) {
                let path = self.root.join(from_bytes(path));
                changed.push(Changed { path, object: is_there.then(|| object.to_owned()) });
            }
        }
        changed
    }

    /// The contents of the objects, in their order.
    fn contents(&self, objects: &[&str]) -> Result<Vec<Arc<[u8]>>, GitError> {
        if objects.is_empty() {
            return Ok(Vec::new());
        }
        let listed: String = objects.iter().map(|object| format!("{object}\n")).collect();
        let said = self.run(&["cat-file", "--batch"], Some(listed.as_bytes()))?;
        let mut rest = said.as_slice();
        let mut contents = Vec::with_capacity(objects.len());
        for object in objects {
            let lacking = || GitError::Failed { command: "cat-file".to_owned(), said: format!("the object {object} is not there") };
            let end = rest.iter().position(|byte| *byte == b'\n').ok_or_else(lacking)?;
            let head = String::from_utf8_lossy(&rest[..end]).into_owned();
            let size: usize = head.rsplit(' ').next().and_then(|size| size.parse().ok()).ok_or_else(lacking)?;
            let content = rest.get(end + 1..end + 1 + size).ok_or_else(lacking)?;
            contents.push(Arc::from(content));
            // The content ends in a line break that is not its own.
            rest = rest.get(end + 2 + size..).unwrap_or_default();
        }
        Ok(contents)
    }

    /// What turns off the filters that there are.
    fn filters(&self) -> Result<Vec<(String, &'static str)>, GitError> {
        let named = self.start(&["config", "--null", "--name-only", "--get-regexp", r"^filter\..*\.(clean|process|required)$"], None)?;
        // It fails where there is none.
        let names = String::from_utf8_lossy(&named.stdout).into_owned();
        let off = |name: &str| (name.to_owned(), if name.ends_with(".required") { "false" } else { "" });
        Ok(names.split_terminator('\0').map(off).collect())
    }

    /// What the command writes.
    pub(super) fn run(&self, args: &[&str], input: Option<&[u8]>) -> Result<Vec<u8>, GitError> {
        let output = self.start(args, input)?;
        if output.status.success() {
            return Ok(output.stdout);
        }
        let said = String::from_utf8_lossy(&output.stderr).lines().next().unwrap_or_default().to_owned();
        Err(GitError::Failed { command: args.first().copied().unwrap_or_default().to_owned(), said })
    }

    fn start(&self, args: &[&str], input: Option<&[u8]>) -> Result<Output, GitError> {
        let mut command = Command::new("git");
        command.args(args).current_dir(&self.cwd).env("GIT_OPTIONAL_LOCKS", "0").env("GIT_NO_LAZY_FETCH", "1");
        // After those that git is told by whoever runs this.
        let told: usize = env::var("GIT_CONFIG_COUNT").ok().and_then(|count| count.parse().ok()).unwrap_or(0);
        for (at, (key, value)) in self.settings.iter().enumerate() {
            command.env(format!("GIT_CONFIG_KEY_{}", told + at), key).env(format!("GIT_CONFIG_VALUE_{}", told + at), value);
        }
        command.env("GIT_CONFIG_COUNT", (told + self.settings.len()).to_string());
        command.stdin(if input.is_some() { Stdio::piped() } else { Stdio::null() }).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().map_err(GitError::Absent)?;
        let stdin = child.stdin.take();
        std::thread::scope(|scope| {
            // Beside the reading below, so that neither side waits for ever.
            scope.spawn(move || {
                if let (Some(mut stdin), Some(input)) = (stdin, input) {
                    // Where git reads no further, it says why itself.
                    let _ = stdin.write_all(input);
                }
            });
            child.wait_with_output().map_err(GitError::Absent)
        })
    }
}

/// Whether the file is one that is read: a source, a module file, a manifest.
fn matters(path: &Path) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
    name.ends_with(".go") || name.ends_with(".rs") || matches!(&*name, "go.mod" | "go.work" | "Cargo.toml")
}

#[cfg(unix)]
fn from_bytes(path: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStrExt;
    PathBuf::from(std::ffi::OsStr::from_bytes(path))
}

#[cfg(not(unix))]
fn from_bytes(path: &[u8]) -> PathBuf {
    PathBuf::from(String::from_utf8_lossy(path).into_owned())
}
