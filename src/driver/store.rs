//! Where the facts of files come from: made anew, or kept from a run before.

use super::libraries::Wanted;
use super::outcome::Outcome;
use crate::analysis::go::{Keep, Recall, Recalled};
use crate::facts::{FileFacts, LibraryPackage};
use crate::source::{self, FileId, SourceFile, Stamp};
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

    /// The facts of the file when its text had this number, if they are kept.
    fn facts(&self, _file: &SourceFile, _edition: u16, _text: u128) -> Option<FileFacts> {
        None
    }

    /// By file: the number of the text that it has now; `None` where nothing is kept of runs.
    fn texts(&self, _files: &[SourceFile]) -> Option<Vec<u128>> {
        None
    }

    /// The number of what a run of this program is asked, as far as `Debug` tells it.
    fn number(&self, _asked: &dyn fmt::Debug) -> u128 {
        0
    }

    /// What a run gave.
    fn outcome(&self, _which: Which) -> Option<Outcome> {
        None
    }

    /// Keeps what a run gave.
    fn keep_outcome(&self, _which: Which, _outcome: &Outcome) {}

    /// Whether it keeps what functions do.
    fn keeps_effects(&self) -> bool {
        false
    }

    /// What is kept of the functions of these files, whose facts were asked for before: see [`Recall::recalled`].
    fn recalled(&self, _declared: u128, _files: &[SourceFile]) -> Vec<Option<Recalled>> {
        Vec::new()
    }

    /// Keeps what the functions of a file do, whose facts were asked for before: see [`Recall::keep`].
    fn keep_effects(&self, _declared: u128, _file: &SourceFile, _kept: &Keep<'_>) {}
}

/// A run of which a store keeps what it gave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// That with this number.
    Run(u128),
    /// The last one that was asked what has this number, and analysed all.
    Last(u128),
}

/// What the store keeps of what the functions of a project do.
pub(super) struct Recalling<'a> {
    store: &'a dyn FactStore,
    files: &'a [SourceFile],
}

impl<'a> Recalling<'a> {
    /// `None` where it keeps nothing of that.
    pub(super) fn new(store: &'a dyn FactStore, files: &'a [SourceFile]) -> Option<Recalling<'a>> {
        store.keeps_effects().then_some(Recalling { store, files })
    }
}

impl Recall for Recalling<'_> {
    fn recalled(&self, declared: u128) -> Vec<Option<Recalled>> {
        self.store.recalled(declared, self.files)
    }

    fn keep(&self, declared: u128, file: FileId, kept: &Keep<'_>) {
        self.store.keep_effects(declared, &self.files[file.index()], kept);
    }
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
