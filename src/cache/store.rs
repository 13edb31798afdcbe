//! The cache on the disk, as the driver asks it.

use super::digest;
use super::file::{self, Content, Damage};
use super::folder::{Folder, Kind};
use super::kept::{Kept, Key, packed, unpacked};
use super::locked;
use super::texts::Texts;
use crate::analysis::go::{Keep, Recalled};
use crate::driver::{FactStore, Outcome, States, Wanted, Which};
use crate::facts::digest::Digest;
use crate::facts::{self, FileFacts, LibraryPackage};
use crate::source::{self, SourceFile};
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// What runs that start in one folder keep: what was there when it was opened, and what was added since.
pub struct OnDisk {
    folder: Folder,
    program: Digest,
    /// The number of the folder that runs start in.
    start: u128,
    texts: Texts,
    /// Read when facts are asked for first.
    before: OnceLock<Kept>,
    /// Read when effects are asked for first.
    effects: OnceLock<Kept>,
    since: Mutex<Since>,
}

/// The packages outside a project that a run wanted, as they are kept.
#[derive(Deserialize)]
struct Libraries {
    /// The number of what was wanted.
    wanted: u128,
    states: States,
    packages: Vec<LibraryPackage>,
}

/// What this process has done.
#[derive(Default)]
struct Since {
    /// Facts that were there before and were asked for.
    used: FxHashSet<Key>,
    /// Packed facts that were not.
    added: FxHashMap<Key, Vec<u8>>,
    /// What the facts belong to that were asked for, by the file.
    asked: FxHashMap<PathBuf, Key>,
    /// Packed effects that were not there before, and the number of what they rest on.
    effects: FxHashMap<Key, Vec<u8>>,
    declared: u128,
    /// What a run gave was written.
    kept_run: bool,
    /// What is worth knowing.
    notes: Vec<String>,
}

impl OnDisk {
    /// Opens the cache for runs that start in `cwd`. What cannot be read of it is as not there.
    pub fn open(folder: Folder, cwd: &Path) -> OnDisk {
        let program = digest::of_program();
        let mut start = program.clone();
        start.add(cwd.as_os_str().as_encoded_bytes());
        let start = start.finish();
        let mut store = OnDisk {
            program,
            start,
            texts: Texts::default(),
            before: OnceLock::new(),
            effects: OnceLock::new(),
            since: Mutex::default(),
            folder,
        };
        store.texts = store.read(Kind::Texts, Texts::read);
        store
    }

    /// Writes what was added, where something was. Gives what is worth knowing: what could not be read or written.
    pub fn save(self) -> Vec<String> {
        let written = self.write();
        let mut notes = self.since.into_inner().unwrap_or_else(PoisonError::into_inner).notes;
        notes.extend(written.err().map(|error| unwritten(self.folder.path(), &error)));
        notes
    }

    fn write(&self) -> io::Result<()> {
        let since = locked(&self.since);
        let mut is_new = self.texts.write(&self.file(Kind::Texts))? || since.kept_run;
        // Before any were added, those that there are were asked.
        if let Some(before) = self.before.get().filter(|_| !since.added.is_empty()) {
            before.write(&self.file(Kind::Facts), &since.added, &since.used, &self.texts.current())?;
            is_new = true;
        }
        if !since.effects.is_empty() {
            let none = Kept::on(since.declared);
            let before = self.effects.get().filter(|before| before.on == since.declared).unwrap_or(&none);
            let asked = since.asked.values().cloned().collect();
            before.write(&self.file(Kind::Effects), &since.effects, &asked, &FxHashSet::default())?;
            is_new = true;
        }
        if is_new { self.folder.trim() } else { Ok(()) }
    }

    fn file(&self, kind: Kind) -> PathBuf {
        self.folder.file(self.start, kind)
    }

    fn of_run(&self, which: Which) -> PathBuf {
        match which {
            Which::Run(number) => self.folder.file(number, Kind::Run),
            Which::Last(number) => self.folder.file(number, Kind::Last),
        }
    }

    fn read<T: Default>(&self, kind: Kind, read: fn(&Path) -> Result<T, Damage>) -> T {
        let path = self.file(kind);
        read(&path).unwrap_or_else(|damage| {
            self.note(unusable(&path, &damage));
            T::default()
        })
    }

    /// The content of a file of the cache that is read whole, if it is there and as it was written.
    fn content(&self, path: &Path) -> Option<Content> {
        file::read(path).unwrap_or_else(|damage| {
            self.note(unusable(path, &damage));
            None
        })
    }

    fn before(&self) -> &Kept {
        self.before.get_or_init(|| self.read(Kind::Facts, Kept::read))
    }

    /// The facts that belong to the key, from before or since.
    fn kept(&self, key: &Key) -> Option<FileFacts> {
        if let Some(facts) = self.before().get(key) {
            locked(&self.since).used.insert(key.clone());
            return Some(facts);
        }
        let packed = locked(&self.since).added.get(key).cloned()?;
        unpacked(&packed)
    }

    /// What the facts of the file belong to that were asked for.
    fn asked(&self, file: &SourceFile) -> Option<Key> {
        locked(&self.since).asked.get(&file.path).cloned()
    }

    fn note(&self, note: String) {
        locked(&self.since).notes.push(note);
    }
}

impl FactStore for OnDisk {
    fn of_file(&self, file: &SourceFile, edition: u16, lower: &dyn Fn(&str) -> FileFacts) -> Result<Arc<FileFacts>, source::Error> {
        let (number, text) = self.texts.number(file)?;
        let key = Key { shown: file.display.clone(), text: number, edition };
        if let Some(facts) = self.kept(&key) {
            locked(&self.since).asked.insert(file.path.clone(), key);
            return Ok(Arc::new(facts));
        }
        let text = text.map_or_else(|| source::read(file), Ok)?;
        let facts = lower(&text);
        // It may have become another text than the one that the stamp stood for.
        let key = Key { text: digest::of_text(&text), ..key };
        locked(&self.since).asked.insert(file.path.clone(), key.clone());
        if let Some(packed) = packed(&facts) {
            locked(&self.since).added.insert(key, packed);
        }
        Ok(Arc::new(facts))
    }

    fn of_libraries(&self, wanted: Wanted, read: &dyn Fn(&Wanted) -> Vec<LibraryPackage>) -> Arc<[LibraryPackage]> {
        let number = wanted.number();
        let path = self.file(Kind::Libraries);
        let known: Option<Libraries> = self.content(&path).and_then(|content| unpacked(content.bytes()));
        if let Some(known) = known.filter(|known| known.wanted == number && wanted.is_still(&known.states)) {
            return known.packages.into();
        }
        let packages: Arc<[LibraryPackage]> = read(&wanted).into();
        // To find that there are none costs nothing.
        let states = wanted.states(&packages).filter(|_| !packages.is_empty());
        let packed = states.and_then(|states| packed(&(number, states, &packages[..])));
        if let Some(Err(error)) = packed.map(|packed| file::write(&path, &[&packed])) {
            self.note(unwritten(&path, &error));
        }
        packages
    }

    fn keeps_effects(&self) -> bool {
        true
    }

    fn recalled(&self, declared: u128, files: &[SourceFile]) -> Vec<Option<Recalled>> {
        let before = self.effects.get_or_init(|| self.read(Kind::Effects, Kept::read));
        if before.on != declared {
            return Vec::new();
        }
        files.par_iter().map(|file| before.get(&self.asked(file)?)).collect()
    }

    fn keep_effects(&self, declared: u128, file: &SourceFile, kept: &Keep<'_>) {
        if let (Some(key), Some(packed)) = (self.asked(file), packed(kept)) {
            let mut since = locked(&self.since);
            since.declared = declared;
            since.effects.insert(key, packed);
        }
    }

    fn facts(&self, file: &SourceFile, edition: u16, text: u128) -> Option<FileFacts> {
        self.before().get(&Key { shown: file.display.clone(), text, edition })
    }

    fn texts(&self, files: &[SourceFile]) -> Option<Vec<u128>> {
        // That a file cannot be read, and why, is as good as a text.
        let number = |file| self.texts.number(file).map_or_else(|error| facts::digest::of(&error.to_string()), |(number, _)| number);
        Some(files.par_iter().map(number).collect())
    }

    fn number(&self, asked: &dyn fmt::Debug) -> u128 {
        let mut digest = self.program.clone();
        digest.show(asked);
        digest.finish()
    }

    fn outcome(&self, which: Which) -> Option<Outcome> {
        unpacked(self.content(&self.of_run(which))?.bytes())
    }

    fn keep_outcome(&self, which: Which, outcome: &Outcome) {
        let Some(packed) = packed(outcome) else { return };
        let path = self.of_run(which);
        match file::write(&path, &[&packed]) {
            Ok(()) => locked(&self.since).kept_run = true,
            Err(error) => self.note(unwritten(&path, &error)),
        }
    }
}

fn unusable(path: &Path, damage: &Damage) -> String {
    format!("the cache {} {damage}: it is made anew", path.display())
}

fn unwritten(path: &Path, error: &io::Error) -> String {
    format!("the cache {} cannot be written: {error}", path.display())
}
