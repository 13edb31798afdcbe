//! What Rust programs do with maps: the life of guards over them, check-then-act, sharing without
//! a lock, promises and sizes.
//!
//! `names` and `types` say what paths and types stand for, `place` which storage an expression is.
//! `walk` goes through a function once and leaves a `trace`; `summary` says what callers must know
//! of it. The rest asks these: `region` what happens while a guard lives, `sequence` for checks and
//! acts in two steps, `unsafe_shared` for races through `unsafe`, `contract` for broken promises,
//! `fill` for maps that are filled and could have been sized.

mod attach;
mod bind;
mod calls;
mod contract;
mod control;
mod fill;
mod functions;
mod names;
mod place;
mod region;
mod sequence;
mod state;
mod summary;
#[cfg(test)]
mod tests;
mod text;
mod threads;
mod trace;
mod tree;
mod types;
mod unsafe_shared;
mod walk;

use super::Model;
use super::symbols::Symbols;
use super::ty::FunctionId;
use crate::facts::Program;
use crate::source::Language;
use contract::Evidence;
use rayon::prelude::*;
use threads::Threads;
use trace::Trace;
use types::Types;
use walk::Helpers;

/// Helpers that return the guard of another helper are followed this deep.
const HELPER_ROUNDS: usize = 2;

/// What the Rust files of a program do with maps; nothing of its Go files. Each list is in source
/// order.
pub fn analyse(program: &Program, symbols: &Symbols) -> Model {
    let types = Types::new(program, symbols);
    let functions: Vec<FunctionId> = (0..symbols.functions.len())
        .filter_map(|index| u32::try_from(index).ok().map(FunctionId))
        .filter(|id| program.info(symbols.functions[id.0 as usize].file).language == Language::Rust)
        .collect();
    let helpers = helpers(&types, &functions);
    let traces: Vec<Trace> = functions.par_iter().filter_map(|id| walk::walk(&types, &helpers, *id)).collect();
    let summaries = summary::summarise(&types, &traces);
    let threads = Threads::new(&types, &traces);
    let uses = unsafe_shared::uses(&types, &traces, &threads);
    let conflicts = unsafe_shared::conflicts(&types, &uses, &threads);
    let evidence = Evidence { traces: &traces, uses: &uses, conflicts: &conflicts, threads: &threads };
    Model {
        contracts: contract::contracts(&types, &evidence),
        regions: region::regions(&types, &traces, &summaries),
        sequences: sequence::sequences(&types, &traces),
        maps: fill::fills(&types, &traces),
        conflicts,
        ..Model::default()
    }
}

/// Functions whose result type is a guard, and which guard it is.
fn helpers(types: &Types<'_>, functions: &[FunctionId]) -> Helpers {
    let candidates: Vec<FunctionId> =
        functions.iter().copied().filter(|id| types.result(*id).is_some_and(|ty| types.holds_guard(&ty))).collect();
    let mut known = Helpers::default();
    for _ in 0..HELPER_ROUNDS {
        let found: Vec<_> = candidates.par_iter().filter_map(|id| Some((*id, walk::walk(types, &known, *id)?.returned?))).collect();
        known = found.into_iter().collect();
    }
    known
}
