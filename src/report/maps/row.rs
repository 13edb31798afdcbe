//! One map of the list.

use crate::decision::decide;
use crate::diagnostic::Confidence;
use crate::diagnostic::inventory::{Entry, Guard, Promise, Use};
use crate::diagnostic::life::Life;
use crate::diagnostic::op::Op;
use crate::report::{Sources, language_name};
use serde::Serialize;
use std::collections::BTreeSet;

/// What stands in the place of a function for code of declarations.
const DECLARATIONS: &str = "declarations";

/// What is told of a map. Lines count from 1; tests' uses are left out, unless the map is a test's.
#[derive(Serialize)]
pub(super) struct Row<'a> {
    /// With its owner: `Cache.entries`.
    pub(super) name: String,
    #[serde(rename = "type")]
    pub(super) ty: &'a str,
    pub(super) file: &'a str,
    pub(super) line: u32,
    pub(super) language: String,
    pub(super) package: &'a str,
    pub(super) scope: &'a str,
    pub(super) test: bool,
    pub(super) guard: Option<GuardCell<'a>>,
    pub(super) sharing: &'static str,
    /// Where the threads start that reach it, in words.
    pub(super) threads: Vec<&'a str>,
    /// Functions that change it or put it in its place, in the order of the alphabet.
    pub(super) writers: BTreeSet<&'a str>,
    /// Functions that only read it.
    pub(super) readers: BTreeSet<&'a str>,
    /// Places that take entries out.
    pub(super) deletes: usize,
    /// Places that walk over all entries.
    pub(super) ranges: usize,
    /// What its keys are, in a word or two; empty where nothing is known.
    pub(super) keys: String,
    pub(super) growth: &'static str,
    pub(super) contract: Option<Contract<'a>>,
    /// What the decision table would keep it in; `keep` where that is how it is.
    pub(super) advice: &'static str,
    /// Rules that have a finding about it.
    pub(super) rules: BTreeSet<&'a str>,
    pub(super) uses: Vec<UseCell<'a>>,
}

#[derive(Serialize)]
pub(super) struct GuardCell<'a> {
    pub(super) name: &'a str,
    pub(super) held: usize,
    pub(super) uses: usize,
    pub(super) confidence: Confidence,
}

#[derive(Serialize)]
pub(super) struct Contract<'a> {
    pub(super) text: &'a str,
    pub(super) standing: &'static str,
    file: &'a str,
    line: u32,
}

#[derive(Serialize)]
pub(super) struct UseCell<'a> {
    op: &'static str,
    function: &'a str,
    file: &'a str,
    line: u32,
    locks: &'a [String],
    /// Nobody else has the map then.
    alone: bool,
}

impl<'a> Row<'a> {
    /// The row of a map; `None` where its declaration is not in the checked tree.
    pub(super) fn new(entry: &'a Entry, rules: BTreeSet<&'a str>, sources: &'a Sources) -> Option<Row<'a>> {
        let declaration = entry.map.declaration?;
        let functions = |writes: bool| -> BTreeSet<&'a str> {
            let wanted = entry.own_uses().filter(|one| one.op.writes() == writes);
            wanted.map(|one| if one.function.is_empty() { DECLARATIONS } else { one.function.as_str() }).collect()
        };
        let count = |wanted: fn(Op) -> bool| entry.own_uses().filter(|one| wanted(one.op)).count();
        let writers = functions(true);
        let readers = functions(false).difference(&writers).copied().collect();
        let decision = decide(entry);
        Some(Row {
            name: entry.map.qualified(),
            ty: &entry.map.ty,
            file: sources.path(declaration.file),
            line: sources.line(declaration),
            language: language_name(entry.language).to_lowercase(),
            package: &entry.package,
            scope: entry.scope,
            test: entry.in_test,
            guard: entry.guard.as_ref().map(guard_cell),
            sharing: entry.sharing.name(),
            threads: entry.threads.iter().map(|thread| thread.as_str()).collect(),
            writers,
            readers,
            deletes: count(|op| matches!(op, Op::Delete | Op::Clear)),
            ranges: count(|op| op == Op::Range),
            keys: entry.life.as_ref().map(Life::keys).unwrap_or_default(),
            growth: entry.life.as_ref().map_or("unknown", |life| life.trend().name()),
            contract: entry.promise.as_ref().map(|promise| contract(promise, sources)),
            advice: if decision.is_kept { "keep" } else { decision.choice.name() },
            rules,
            uses: entry.own_uses().map(|one| use_cell(one, sources)).collect(),
        })
    }

    /// Without a guard the empty name, which comes first.
    pub(super) fn guard_name(&self) -> &str {
        self.guard.as_ref().map_or("", |guard| guard.name)
    }
}

fn guard_cell(guard: &Guard) -> GuardCell<'_> {
    GuardCell { name: &guard.name, held: guard.held, uses: guard.uses, confidence: guard.confidence }
}

fn contract<'a>(promise: &'a Promise, sources: &'a Sources) -> Contract<'a> {
    let (file, line) = (sources.path(promise.at.file), sources.line(promise.at));
    Contract { text: &promise.text, standing: promise.standing.name(), file, line }
}

fn use_cell<'a>(one: &'a Use, sources: &'a Sources) -> UseCell<'a> {
    UseCell {
        op: one.op.name(),
        function: &one.function,
        file: sources.path(one.location.file),
        line: sources.line(one.location),
        locks: &one.locks,
        alone: one.alone,
    }
}
