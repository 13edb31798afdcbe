//! The programs that are measured.

use crate::arguments::Compare;
use crate::edit::{Edit, Edited};
use crate::measure::{Measured, measure};
use std::io;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The name of the floor in reports.
pub(crate) const FLOOR: &str = "floor";
/// The name of maplint in reports.
pub(crate) const MAPLINT: &str = "maplint";

/// One rule for semgrep, the simplest that looks for what maplint looks for.
const SEMGREP_RULE: &str = "\
rules:
  - {id: map-write, languages: [go], severity: WARNING, message: a map is written, pattern: '$M[$K] = $V'}
  - {id: map-insert, languages: [rust], severity: WARNING, message: a map is written, pattern: '$M.insert($K, $V)'}
";

/// A program, and how it is run.
#[derive(Debug)]
pub(crate) struct Contender {
    /// As shown.
    pub(crate) name: String,
    /// The program, then its arguments. It runs in the tree.
    command: Vec<String>,
    /// Environment variables that name folders of caches. Where there are any, each round runs the program with
    /// empty ones, and again at once, with nothing changed.
    caches: &'static [&'static str],
    /// With a cache: it also runs after each edit of a file.
    edits: bool,
}

impl Contender {
    /// The floor, which is this program.
    pub(crate) fn floor(threads: NonZeroUsize) -> io::Result<Contender> {
        let this = std::env::current_exe()?.to_string_lossy().into_owned();
        Ok(Contender::new(FLOOR, [&this, "floor", "--threads", &threads.to_string(), "."]))
    }

    /// maplint, which reads and parses all.
    pub(crate) fn maplint(threads: NonZeroUsize) -> Contender {
        let threads = threads.to_string();
        Contender::new(MAPLINT, [env!("CARGO_BIN_EXE_maplint"), "--quiet", "--exit-zero", "--no-cache", "--threads", &threads, "./..."])
    }

    /// maplint, as a user runs it.
    fn with_cache(threads: NonZeroUsize) -> Contender {
        let threads = threads.to_string();
        let words = [env!("CARGO_BIN_EXE_maplint"), "--quiet", "--exit-zero", "--threads", &threads, "./..."];
        Contender { caches: &["MAPLINT_CACHE_DIR"], edits: true, ..Contender::new(MAPLINT, words) }
    }

    fn new<'w>(name: &str, words: impl IntoIterator<Item = &'w str>) -> Contender {
        Contender { name: name.to_owned(), command: words.into_iter().map(str::to_owned).collect(), caches: &[], edits: false }
    }

    /// The rows that it has in a report.
    pub(crate) fn rows(&self) -> Vec<String> {
        if self.caches.is_empty() {
            return vec![self.name.clone()];
        }
        let states = ["empty cache", "nothing changed"].into_iter().chain(self.edits().map(Edit::name));
        states.map(|state| format!("{}, {state}", self.name)).collect()
    }

    fn edits(&self) -> impl Iterator<Item = Edit> {
        Edit::ALL.into_iter().filter(|_| self.edits)
    }

    /// A run for each of its rows.
    pub(crate) fn run(&self, tree: &Path) -> io::Result<Vec<Measured>> {
        let folder = tempfile::tempdir()?;
        let run = || {
            let mut command = Command::new(&self.command[0]);
            command.args(&self.command[1..]).current_dir(tree);
            command.envs(self.caches.iter().map(|cache| (cache, folder.path().join(cache))));
            measure(&mut command)
        };
        let mut runs = vec![run()?];
        if !self.caches.is_empty() {
            runs.push(run()?);
        }
        if self.edits {
            let file = Edited::of(tree)?;
            let edited: io::Result<Vec<Measured>> = self.edits().map(|edit| file.make(edit).and_then(|()| run())).collect();
            file.restore()?;
            runs.extend(edited?);
        }
        Ok(runs)
    }
}

/// The programs that are asked for, the floor first; then those that are not on this machine. `folder` is for files
/// that they read.
pub(crate) fn contenders(asked: &Compare, folder: &Path) -> io::Result<(Vec<Contender>, Vec<&'static str>)> {
    let threads = asked.turns.threads;
    let also =
        asked.also.iter().map(|(name, command)| Contender { name: name.clone(), command: command.clone(), caches: &[], edits: false });
    let mut contenders = vec![Contender::floor(threads)?, Contender::maplint(threads), Contender::with_cache(threads)];
    contenders.extend(also);
    let mut missing = Vec::new();
    if asked.others {
        let rule = folder.join("semgrep.yaml");
        std::fs::write(&rule, SEMGREP_RULE)?;
        for (program, other) in others(&rule, threads) {
            if is_on_path(program) {
                contenders.push(other);
            } else {
                missing.push(program);
            }
        }
    }
    Ok((contenders, missing))
}

fn others(rule: &Path, threads: NonZeroUsize) -> [(&'static str, Contender); 3] {
    let (rule, threads) = (rule.to_string_lossy(), threads.to_string());
    let vet = Contender { caches: &["GOCACHE"], ..Contender::new("go vet", ["go", "vet", "./..."]) };
    let staticcheck = Contender { caches: &["GOCACHE", "STATICCHECK_CACHE"], ..Contender::new("staticcheck", ["staticcheck", "./..."]) };
    let words = ["semgrep", "scan", "--metrics=off", "--disable-version-check", "--quiet", "--jobs", &threads, "--config", &rule, "."];
    [("go", vet), ("staticcheck", staticcheck), ("semgrep", Contender::new("semgrep, one rule", words))]
}

fn is_on_path(program: &str) -> bool {
    let folders: Vec<PathBuf> = std::env::var_os("PATH").iter().flat_map(std::env::split_paths).collect();
    folders.iter().any(|folder| folder.join(program).is_file())
}
