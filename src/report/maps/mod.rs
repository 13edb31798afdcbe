//! The inventory as a list: `maplint maps`. What is listed and in which order is settled here; table, JSON and CSV only
//! write.

mod csv;
mod json;
mod row;
mod table;

use super::{Finding, Problem, Sources};
use crate::diagnostic::inventory::{Entry, Sharing};
use crate::source::Location;
use row::Row;
use rustc_hash::FxHashMap;
use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::io::{self, Write};

/// How the list is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MapsFormat {
    /// Aligned columns, threads and uses as numbers.
    Table,
    /// One object with all of it.
    Json,
    /// A header, and a line for each map.
    Csv,
}

/// The order of the list; where that leaves maps equal, by place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MapsOrder {
    /// By path and line.
    Place,
    /// By the map's name, its owner first.
    Name,
    /// By type.
    Type,
    /// By the name of the guard, maps without one first.
    Guard,
    /// The most threads first.
    Threads,
    /// The most functions that change it first.
    Writers,
    /// The most functions that read it first.
    Readers,
    /// The most uses first.
    Uses,
}

/// Which maps are listed: those for which all of it holds.
#[derive(Clone, Debug, Default)]
pub struct MapsFilter {
    /// No lock is held at all of its uses.
    pub unguarded: bool,
    /// Several threads can have it at the same time.
    pub shared: bool,
    /// Maps of tests, too.
    pub tests: bool,
    /// Its name (with its owner), type, package or path contains each of these.
    pub words: Vec<String>,
}

impl MapsFilter {
    fn lets(&self, entry: &Entry, sources: &Sources) -> bool {
        let is_guarded = || entry.guard.as_ref().is_some_and(|guard| guard.held == guard.uses);
        let path = entry.map.declaration.map_or("", |at| sources.path(at.file));
        let texts = || [entry.map.qualified(), entry.map.ty.clone(), entry.package.clone(), path.to_owned()];
        (self.tests || !entry.in_test)
            && (!self.shared || entry.sharing == Sharing::Shared)
            && !(self.unguarded && is_guarded())
            && self.words.iter().all(|word| texts().iter().any(|text| text.contains(word)))
    }
}

/// What is listed.
pub struct Maps<'a> {
    rows: Vec<Row<'a>>,
    errors: &'a [Problem],
}

impl<'a> Maps<'a> {
    /// The maps of `entries`, which are in the order of path and place, that `filter` lets through, each with the rules
    /// that have one of `findings` about it.
    pub fn new(
        entries: &'a [Entry],
        findings: &'a [Finding],
        errors: &'a [Problem],
        sources: &'a Sources,
        filter: &MapsFilter,
        order: MapsOrder,
    ) -> Maps<'a> {
        let mut rules: FxHashMap<(Location, &str), BTreeSet<&str>> = FxHashMap::default();
        for Finding { diagnostic, .. } in findings {
            if let Some((map, at)) = diagnostic.map.as_ref().and_then(|map| Some((map, map.declaration?))) {
                rules.entry((at, &map.name)).or_default().insert(diagnostic.rule.as_str());
            }
        }
        let rules_of = |entry: &Entry| {
            let found = entry.map.declaration.and_then(|at| rules.get(&(at, entry.map.name.as_str())));
            found.into_iter().flatten().copied().collect()
        };
        let listed = entries.iter().filter(|entry| filter.lets(entry, sources));
        let mut rows: Vec<Row<'a>> = listed.filter_map(|entry| Row::new(entry, rules_of(entry), sources)).collect();
        match order {
            MapsOrder::Place => {}
            MapsOrder::Name => rows.sort_by(|one, two| one.name.cmp(&two.name)),
            MapsOrder::Type => rows.sort_by(|one, two| one.ty.cmp(two.ty)),
            MapsOrder::Guard => rows.sort_by(|one, two| one.guard_name().cmp(two.guard_name())),
            MapsOrder::Threads => rows.sort_by_key(|row| Reverse(row.threads.len())),
            MapsOrder::Writers => rows.sort_by_key(|row| Reverse(row.writers.len())),
            MapsOrder::Readers => rows.sort_by_key(|row| Reverse(row.readers.len())),
            MapsOrder::Uses => rows.sort_by_key(|row| Reverse(row.uses.len())),
        }
        Maps { rows, errors }
    }

    /// How many are listed.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// None is.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// How many of those several threads can have at the same time.
    pub fn shared(&self) -> usize {
        self.rows.iter().filter(|row| row.sharing == Sharing::Shared.name()).count()
    }

    /// Writes the list.
    pub fn write(&self, format: MapsFormat, out: &mut dyn Write) -> io::Result<()> {
        match format {
            MapsFormat::Table => table::write(&self.rows, out),
            MapsFormat::Json => json::write(self, out),
            MapsFormat::Csv => csv::write(&self.rows, out),
        }
    }
}
