//! What functions did in earlier runs, for runs in which they do the same.
//!
//! A function is interpreted from its own file, from what all files declare, and from some of what is known of other
//! functions: the summaries of those that it calls, and who calls what a slot holds. What is asked of the
//! last is written down ([`Trace`]). Where the file and the declarations are the same, and so are all
//! the answers, what it does is what it did. This is how build systems with constructive traces find what they
//! need not do again (Mokhov, Mitchell, Peyton Jones: "Build systems à la carte", ICFP 2018).

use super::callbacks::Callbacks;
use super::effects::{Effects, Summary};
use super::globals::Globals;
use super::names::{Names, narrow};
use super::place::Slot;
use crate::analysis::ty::{FunctionId, VarId};
use crate::facts::digest::{self, Digest};
use crate::source::FileId;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

/// What keeps the effects of functions from run to run.
pub trait Recall: Sync {
    /// What is kept of the functions of each file, of a program whose declarations have this number; nothing of
    /// a file that has another text now.
    fn recalled(&self, declared: u128) -> Vec<Option<Recalled>>;

    /// Keeps what there is to keep of a file's functions, in the place of what was kept before.
    fn keep(&self, declared: u128, file: FileId, kept: &Keep<'_>);
}

/// What is kept of the functions of a file, in their order.
#[derive(Debug, Default, Deserialize)]
pub struct Recalled(Vec<Vec<Version>>);

/// The same, as it is kept.
#[derive(Debug, Serialize)]
pub struct Keep<'e>(Vec<Vec<VersionOf<'e>>>);

/// What was asked of others, and the numbers of what they answered.
type Answers = Vec<(Question, u128)>;

/// What a function did once, and what it rested on.
#[derive(Debug, Deserialize)]
struct Version {
    answers: Answers,
    /// The number of its summary.
    summary: u128,
    effects: Effects,
}

/// As [`Version`].
#[derive(Debug, Serialize)]
struct VersionOf<'e> {
    answers: &'e [(Question, u128)],
    summary: u128,
    effects: &'e Effects,
}

/// What is asked of others while a function is interpreted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) enum Question {
    /// The summary of a function.
    Summary(FunctionId),
    /// Who calls what the slot holds.
    Calls(Slot),
}

/// What was asked while one function was interpreted. Its thread alone writes into it.
#[derive(Debug, Default)]
pub(super) struct Trace {
    asked: Mutex<Vec<Question>>,
    /// Something was asked that is no [`Question`].
    is_open: AtomicBool,
}

impl Trace {
    pub(super) fn note(&self, question: Question) {
        let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        // The same is asked over and over.
        if asked.last() != Some(&question) {
            asked.push(question);
        }
    }

    /// Something is asked of others that is not written down.
    pub(super) fn note_other(&self) {
        self.is_open.store(true, Ordering::Relaxed);
    }

    /// All questions, in order; `None` where they are not all that was asked.
    fn questions(self) -> Option<Vec<Question>> {
        let mut asked = self.asked.into_inner().unwrap_or_else(PoisonError::into_inner);
        asked.sort_unstable();
        asked.dedup();
        (!self.is_open.into_inner()).then_some(asked)
    }
}

/// The effects of functions, in this run and those before.
pub(super) struct Memory<'a> {
    recall: &'a dyn Recall,
    declared: u128,
    /// By function: what was kept of it and was not asked for yet.
    before: Vec<Vec<Version>>,
    /// By function: the number of its summary, as it is.
    summaries: Vec<u128>,
    /// By function: what its effects rest on; `None` where nobody can tell.
    answers: Vec<Option<Answers>>,
    /// By function: effects that it had earlier in this run.
    earlier: Vec<Vec<Version>>,
    /// By function: it was interpreted in this run.
    is_new: Vec<bool>,
}

/// What a function does, with what is to be known of that in later runs.
pub(super) struct Found {
    pub(super) effects: Effects,
    /// What it rests on; `None` where nobody can tell.
    answers: Option<Answers>,
    /// The number of the summary.
    summary: u128,
    is_new: bool,
}

impl Found {
    /// Effects of which nothing is to be kept.
    pub(super) fn new(effects: Effects) -> Found {
        Found { effects, answers: None, summary: 0, is_new: true }
    }
}

impl<'a> Memory<'a> {
    /// What there is of earlier runs over the same declarations.
    pub(super) fn new(names: &Names<'_>, globals: &Globals, recall: &'a dyn Recall) -> Memory<'a> {
        let declared = declared(names, globals);
        let count = names.symbols.functions.len();
        let none = || std::iter::repeat_with(Vec::new).take(count).collect();
        let mut before: Vec<Vec<Version>> = none();
        for (index, recalled) in recall.recalled(declared).into_iter().enumerate() {
            let file = FileId(narrow(index));
            let functions = recalled.map(|Recalled(functions)| functions).unwrap_or_default();
            for (at, versions) in (0..names.program.file(file).functions.len()).zip(functions) {
                before[names.symbols.function_id(file, at).0 as usize] = versions;
            }
        }
        let summaries = vec![digest::of(&Summary::default()); count];
        Memory { recall, declared, before, summaries, answers: vec![None; count], earlier: none(), is_new: vec![false; count] }
    }

    /// What the function did where all was as it is.
    pub(super) fn find(&mut self, id: FunctionId, callbacks: &Callbacks) -> Option<Found> {
        let Memory { before, summaries, .. } = self;
        let versions = &mut before[id.0 as usize];
        let holds = |version: &Version| version.answers.iter().all(|(question, known)| answer(summaries, callbacks, *question) == *known);
        let at = versions.iter().position(holds)?;
        let Version { answers, summary, effects } = versions.swap_remove(at);
        Some(Found { effects, answers: Some(answers), summary, is_new: false })
    }

    /// What the function was found to do, while this was asked of others.
    pub(super) fn found(&self, effects: Effects, trace: Trace, callbacks: &Callbacks) -> Found {
        let answered = |question| (question, answer(&self.summaries, callbacks, question));
        let answers = trace.questions().map(|questions| questions.into_iter().map(answered).collect());
        Found { answers, summary: digest::of(&effects.summary), effects, is_new: true }
    }

    /// The function does what was found, and no more what it did until then.
    pub(super) fn replace(&mut self, id: FunctionId, effects: &mut Effects, found: Found) {
        let index = id.0 as usize;
        let was = std::mem::replace(effects, found.effects);
        if let Some(answers) = std::mem::replace(&mut self.answers[index], found.answers) {
            self.earlier[index].push(Version { answers, summary: self.summaries[index], effects: was });
        }
        self.summaries[index] = found.summary;
        self.is_new[index] |= found.is_new;
    }

    /// Keeps what is new.
    pub(super) fn keep(self, names: &Names<'_>, effects: &[Effects]) {
        let files = (0..names.program.files.len()).into_par_iter().map(|index| FileId(narrow(index)));
        files.for_each(|file| {
            let count = names.program.file(file).functions.len();
            let functions = || (0..count).map(|at| names.symbols.function_id(file, at).0 as usize);
            if functions().any(|index| self.is_new[index]) {
                let kept = functions().map(|index| self.versions(index, &effects[index])).collect();
                self.recall.keep(self.declared, file, &Keep(kept));
            }
        });
    }

    fn versions<'e>(&'e self, index: usize, effects: &'e Effects) -> Vec<VersionOf<'e>> {
        let of = |version: &'e Version| VersionOf { answers: &version.answers, summary: version.summary, effects: &version.effects };
        let last = self.answers[index].as_ref().map(|answers| VersionOf { answers, summary: self.summaries[index], effects });
        self.earlier[index].iter().map(of).chain(last).collect()
    }
}

fn answer(summaries: &[u128], callbacks: &Callbacks, question: Question) -> u128 {
    match question {
        Question::Summary(id) => summaries.get(id.0 as usize).copied().unwrap_or_default(),
        Question::Calls(slot) => digest::of(&(callbacks.of(slot), callbacks.held(slot), callbacks.declared(slot))),
    }
}

/// The number of all that a function is interpreted from, its own file and what is asked of others aside.
fn declared(names: &Names<'_>, globals: &Globals) -> u128 {
    let program = names.program;
    let mut digest = Digest::default();
    let files: Vec<u128> = program.files.par_iter().map(|facts| digest::of_declarations(facts)).collect();
    digest.add(&files);
    for info in &program.infos {
        digest.show(&(&info.path, info.language, info.unit, &info.module, info.test));
    }
    digest.show(&program.units);
    for package in program.libraries.iter() {
        digest.add(&(package.path, package.name));
        package.files.iter().for_each(|facts| digest.add(&digest::of_declarations(facts)));
    }
    digest.show(&program.go);
    let mut functions: Vec<(VarId, FunctionId)> = globals.functions.iter().map(|(var, function)| (*var, *function)).collect();
    functions.sort_unstable();
    digest.add(&(&globals.types, functions));
    digest.finish()
}

#[cfg(test)]
mod tests;
