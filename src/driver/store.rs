//! Where the facts of files come from: made anew, or kept from a run before.

use super::libraries::Wanted;
use super::outcome::Outcome;
use crate::facts::{FileFacts, LibraryPackage};
use crate::source::{self, SourceFile, Stamp};
use rustc_hash::FxHashMap;
use std::fmt;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Gives the facts of files. All threads of a run ask the same store.
pub trait FactStore: Sync {
    /// The facts of a file as it is, which `lower` makes of its text; `edition` is that of its crate. Fails where
    /// the file cannot be read.
    fn of_file(&self, file: &SourceFile, edition: u16, lower: &dyn Fn(&str) -> FileFacts) -> Result<Arc<FileFacts>, source::Error>;

    /// The packages outside a project that are wanted, which `read` makes.
    fn of_libraries(&self, wanted: Wanted, read: &dyn Fn(&Wanted) -> Vec<LibraryPackage>) -> Arc<[LibraryPackage]>;

    /// The number of the texts that the files have now; `None` where nothing is kept of runs.
    fn texts(&self, _files: &[SourceFile]) -> Option<u128> {
        None
    }

    /// The number of a run over texts of this number, of which all else that it depends on is `asked`.
    fn run(&self, texts: u128, _asked: &dyn fmt::Debug) -> u128 {
        texts
    }

    /// What the run with this number gave.
    fn outcome(&self, _run: u128) -> Option<Outcome> {
        None
    }

    /// Keeps what a run gave.
    fn keep_outcome(&self, _run: u128, _outcome: &Outcome) {}
}

/// Keeps nothing: a run alone.
pub struct Unkept;

impl FactStore for Unkept {
    fn of_file(&self, file: &SourceFile, _: u16, lower: &dyn Fn(&str) -> FileFacts) -> Result<Arc<FileFacts>, source::Error> {
        Ok(Arc::new(lower(&source::read(file)?)))
    }

    fn of_libraries(&self, wanted: Wanted, read: &dyn Fn(&Wanted) -> Vec<LibraryPackage>) -> Arc<[LibraryPackage]> {
        read(&wanted).into()
    }
}

/// Keeps the facts of each file in memory until the file changes, and those of the libraries that were wanted last.
/// A package outside the project that changes on the disk is not noticed.
#[derive(Default)]
pub struct InMemory {
    files: Mutex<FxHashMap<PathBuf, Kept>>,
    libraries: Mutex<Option<KeptLibraries>>,
}

#[derive(Clone)]
struct KeptLibraries {
    wanted: Arc<Wanted>,
    packages: Arc<[LibraryPackage]>,
}

struct Kept {
    stamp: Stamp,
    /// With the text, all that the facts depend on.
    shown: String,
    edition: u16,
    facts: Arc<FileFacts>,
}

impl FactStore for InMemory {
    fn of_file(&self, file: &SourceFile, edition: u16, lower: &dyn Fn(&str) -> FileFacts) -> Result<Arc<FileFacts>, source::Error> {
        let stamp = file.stamp();
        let is_same = |kept: &&Kept| Some(&kept.stamp) == stamp.as_ref() && kept.shown == file.display && kept.edition == edition;
        if let Some(kept) = locked(&self.files).get(&file.path).filter(is_same) {
            return Ok(Arc::clone(&kept.facts));
        }
        let facts = Arc::new(lower(&source::read(file)?));
        if let Some(stamp) = stamp {
            let kept = Kept { stamp, shown: file.display.clone(), edition, facts: Arc::clone(&facts) };
            locked(&self.files).insert(file.path.clone(), kept);
        }
        Ok(facts)
    }

    fn of_libraries(&self, wanted: Wanted, read: &dyn Fn(&Wanted) -> Vec<LibraryPackage>) -> Arc<[LibraryPackage]> {
        let kept = locked(&self.libraries).clone();
        if let Some(kept) = kept.filter(|kept| *kept.wanted == wanted) {
            return kept.packages;
        }
        let packages: Arc<[LibraryPackage]> = read(&wanted).into();
        *locked(&self.libraries) = Some(KeptLibraries { wanted: Arc::new(wanted), packages: Arc::clone(&packages) });
        packages
    }
}

/// What was put in stays whole where a thread fails: each change is one assignment.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::Cell;

    #[test]
    fn a_file_is_lowered_again_once_anything_changes_that_its_facts_depend_on() {
        let store = InMemory::default();
        let lowered = Cell::new(0);
        let count = |file: &SourceFile, edition| {
            let lower = |_: &str| {
                lowered.set(lowered.get() + 1);
                FileFacts::default()
            };
            store.of_file(file, edition, &lower).expect("its text is at hand");
            lowered.get()
        };
        let file = |text: &str, shown: &str| SourceFile {
            path: "/r/a.go".into(),
            display: shown.to_owned(),
            replaced: Some(Arc::from(text.as_bytes())),
            ..SourceFile::default()
        };
        assert_eq!([count(&file("a", "a.go"), 0), count(&file("a", "a.go"), 0)], [1, 1]);
        assert_eq!(count(&file("b", "a.go"), 0), 2);
        assert_eq!(count(&file("b", "x/a.go"), 0), 3);
        assert_eq!([count(&file("b", "x/a.go"), 2024), count(&file("b", "x/a.go"), 2024)], [4, 4]);
    }
}
