//! `--staged`, `--since` and `--stdin-filename`: which tree is linted, and which it is compared with.

use super::blocking;
use crate::driver::Reach;
use crate::report::Problem;
use crate::source::{GitError, Overlay, Replaced, Repository, normal_path, paths_in};
use clap::Args;
use std::io::{self, Read};
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(super) struct ChangeArgs {
    /// Read what is staged, not the working files; beside the files that are named, show what the staged change causes
    #[arg(long, conflicts_with_all = ["stdin_filename", "write_baseline"])]
    pub(super) staged: bool,
    /// Show only what is new since a revision, wherever it stands
    #[arg(long, value_name = "REV", conflicts_with = "write_baseline")]
    pub(super) since: Option<String>,
    /// Read standard input in the place of this file, and lint it in its module
    #[arg(long, value_name = "FILE", conflicts_with_all = ["paths", "write_baseline"])]
    pub(super) stdin_filename: Option<PathBuf>,
}

/// A tree, and what of it is linted.
#[derive(Clone)]
pub(super) struct Tree {
    pub(super) paths: Vec<PathBuf>,
    pub(super) overlay: Overlay,
    pub(super) reach: Reach,
}

/// The tree that is linted, and the one that tells what is new in it.
pub(super) struct Trees {
    pub(super) head: Tree,
    /// With its name.
    pub(super) base: Option<(String, Tree)>,
    /// What came from standard input.
    pub(super) given: Option<Given>,
}

/// A file that is read from standard input.
pub(super) struct Given {
    /// Absolute.
    pub(super) path: PathBuf,
    pub(super) bytes: Vec<u8>,
}

/// The trees that the arguments ask for.
pub(super) fn trees(paths: &[PathBuf], args: &ChangeArgs) -> Result<Trees, Problem> {
    let cwd = std::env::current_dir().map_err(|error| blocking("", &format!("the working directory cannot be told: {error}")))?;
    let mut overlay = Overlay::default();
    let mut paths = paths.to_vec();
    let mut given = None;
    if let Some(file) = &args.stdin_filename {
        let mut bytes = Vec::new();
        io::stdin().lock().read_to_end(&mut bytes).map_err(|error| blocking("standard input", &error))?;
        let path = normal_path(&cwd, file);
        overlay.put(path.clone(), Replaced::By(bytes.as_slice().into()));
        given = Some(Given { path, bytes });
        paths = vec![file.clone()];
    }
    if !args.staged && args.since.is_none() {
        return Ok(Trees { head: Tree { paths, overlay, reach: Reach::Paths }, base: None, given });
    }
    let of_git = |error: GitError| {
        let flag = if args.since.is_some() { "--since" } else { "--staged" };
        blocking("", &format!("`{flag}` cannot be done: {error}"))
    };
    let repository = Repository::around(&cwd).map_err(of_git)?;
    if args.staged {
        overlay = repository.index().map_err(of_git)?;
    }
    let (name, before) = match &args.since {
        Some(revision) => (revision.clone(), repository.revision(revision).map_err(of_git)?),
        None => ("HEAD".to_owned(), repository.head().map_err(of_git)?),
    };
    let written: Vec<String> = paths.iter().map(|path| path.to_string_lossy().into_owned()).collect();
    let within = |tree: &Overlay, other: &Overlay| -> Vec<PathBuf> {
        paths_in(&written, &cwd, tree, other, repository.root()).into_iter().map(PathBuf::from).collect()
    };
    let base = Tree { paths: within(&before, &overlay), overlay: before.clone(), reach: Reach::All };
    let reach = if args.since.is_some() { Reach::New } else { Reach::NewBesideNamed };
    let head = Tree { paths: within(&overlay, &before), overlay, reach };
    Ok(Trees { head, base: Some((name, base)), given })
}
