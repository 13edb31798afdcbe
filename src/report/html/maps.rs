//! The inventory in the page: of a large tree tens of thousands of maps, so rows of numbers and one table of strings.

use crate::decision::decide;
use crate::diagnostic::inventory::{Entry, Guard, Promise, Use};
use crate::diagnostic::life::Life;
use crate::report::terminal::printable;
use crate::report::{Sources, language_name};
use crate::source::{FileId, Location};
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use serde::Serialize;
use std::collections::BTreeSet;

/// All maps.
#[derive(Serialize)]
pub(super) struct Inventory {
    /// What rows speak of by number.
    strings: Vec<String>,
    /// In the order of path and place.
    rows: Vec<Row>,
}

/// One map. Strings are numbers in [`Inventory::strings`]; lines count from 1.
#[derive(Serialize)]
struct Row {
    name: usize,
    owner: usize,
    #[serde(rename = "type")]
    ty: usize,
    file: usize,
    line: u32,
    language: usize,
    scope: usize,
    package: usize,
    test: bool,
    guard: Option<GuardRow>,
    threads: Vec<usize>,
    sharing: &'static str,
    promise: Option<PromiseRow>,
    keys: usize,
    growth: usize,
    /// What the decision table would keep it in, in words, and whether it is kept so.
    advice: (usize, bool),
    /// [`UseRow`]s, one after another.
    uses: Vec<usize>,
}

/// Name, uses that hold it, uses that count, confidence.
#[derive(Serialize)]
struct GuardRow(usize, usize, usize, crate::diagnostic::Confidence);

/// Text, how the code stands to it, file, line.
#[derive(Serialize)]
struct PromiseRow(usize, &'static str, usize, u32);

/// File, line, what is done, function, locks (0: none), and 1 for a write plus 2 for one with nobody else about.
type UseRow = [usize; 6];

/// Numbers for strings, in the order in which they come.
struct Strings<'a> {
    sources: &'a Sources,
    all: Vec<String>,
    known: FxHashMap<String, usize>,
}

impl Strings<'_> {
    fn number(&mut self, text: &str) -> usize {
        if let Some(known) = self.known.get(text) {
            return *known;
        }
        let number = self.all.len();
        self.all.push(printable(text).into_owned());
        self.known.insert(text.to_owned(), number);
        number
    }

    fn file(&mut self, file: FileId) -> usize {
        let sources = self.sources;
        self.number(sources.path(file))
    }

    fn row(&mut self, entry: &Entry) -> Option<Row> {
        let declaration = entry.map.declaration?;
        let decision = decide(entry);
        let life = entry.life.as_ref();
        Some(Row {
            name: self.number(&entry.map.name),
            owner: self.number(&entry.map.owner),
            ty: self.number(&entry.map.ty),
            file: self.file(declaration.file),
            line: self.sources.line(declaration),
            language: self.number(language_name(entry.language)),
            scope: self.number(entry.scope),
            package: self.number(&entry.package),
            test: entry.in_test,
            guard: entry.guard.as_ref().map(|guard| self.guard(guard)),
            threads: entry.threads.iter().map(|thread| self.number(thread)).collect(),
            sharing: entry.sharing.name(),
            promise: entry.promise.as_ref().map(|promise| self.promise(promise)),
            keys: self.number(&life.map(Life::keys).unwrap_or_default()),
            growth: self.number(life.map_or("", |life| life.trend().name())),
            advice: (self.number(decision.choice.words(entry.language)), decision.is_kept),
            uses: entry.uses.iter().flat_map(|one| self.use_row(one)).collect(),
        })
    }

    fn guard(&mut self, guard: &Guard) -> GuardRow {
        GuardRow(self.number(&guard.name), guard.held, guard.uses, guard.confidence)
    }

    fn promise(&mut self, promise: &Promise) -> PromiseRow {
        PromiseRow(self.number(&promise.text), promise.standing.name(), self.file(promise.at.file), self.sources.line(promise.at))
    }

    fn use_row(&mut self, one: &Use) -> UseRow {
        let line = self.sources.line(one.location) as usize;
        let flags = usize::from(one.op.writes()) + 2 * usize::from(one.alone);
        [
            self.file(one.location.file),
            line,
            self.number(one.op.name()),
            self.number(&one.function),
            self.number(&one.locks.join(", ")),
            flags,
        ]
    }
}

/// The rows of the inventory.
pub(super) fn inventory(entries: &[Entry], sources: &Sources) -> Inventory {
    // Lines are counted in the text of each file: read them all at once.
    let places =
        |entry: &Entry| entry.map.declaration.into_iter().chain(entry.uses.iter().map(|one| one.location)).collect::<Vec<Location>>();
    let files: BTreeSet<FileId> = entries.iter().flat_map(places).map(|at| at.file).collect();
    files.into_par_iter().for_each(|file| _ = sources.text(file));
    let mut strings = Strings { sources, all: Vec::new(), known: FxHashMap::default() };
    strings.number("");
    let rows = entries.iter().filter_map(|entry| strings.row(entry)).collect();
    Inventory { strings: strings.all, rows }
}
