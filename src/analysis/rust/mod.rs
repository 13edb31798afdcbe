//! What Rust programs do with maps: the life of guards over them, check-then-act, sharing without
//! a lock, promises and sizes.
//!
//! `names` and `types` say what paths and types stand for, `place` which storage an expression is.
//! `walk` goes through a function once and leaves a `trace`; `summary` and `waits` say what callers must
//! know of it. The rest asks these: `region` what happens while a guard lives, `sequence` for checks and
//! acts in two steps, which `steps` gathers, `unsafe_shared` for races through `unsafe`, `contract` for broken
//! promises, `missing` and `propose` for those that are asked for and that could be made, `fill` for maps that
//! are filled and could have been sized, `life` for what is done to a map anywhere, `inventory` for all maps, `layout` for what their entries take, `order` for walks whose
//! order shows, `lookups` for keys that are looked up again, `made` for maps that each pass of a loop makes.

mod attach;
mod bind;
mod bounds;
mod calls;
mod clippy;
mod contract;
mod control;
mod drop_guard;
mod entry;
mod fill;
mod functions;
mod inventory;
mod layout;
mod life;
mod lookups;
mod made;
mod missing;
mod names;
mod order;
mod place;
mod propose;
mod region;
mod sequence;
mod state;
mod steps;
mod summary;
#[cfg(test)]
mod tests;
mod text;
mod threads;
mod trace;
mod types;
mod unsafe_shared;
mod waits;
mod walk;

use super::Model;
use super::cost::Asked;
use super::drop_aside;
use super::fault::Faults;
use super::model::MapUse;
use super::symbols::Symbols;
use super::ty::{FunctionId, Ty, TyKind, TypeId, VarId};
use crate::facts::{LocalKind, Program, TypeModelKind};
use crate::source::{Language, Location};
use contract::Evidence;
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use threads::Threads;
use trace::Trace;
use types::Types;
use walk::Helpers;

/// How many functions a thread takes at a time: with more, the others wait for the last.
const MAX_AT_ONCE: usize = 8;

/// Helpers that return the guard of another helper are followed this deep.
const HELPER_ROUNDS: usize = 2;

/// What the Rust files of a program do with maps; nothing of its Go files. Each list is in source
/// order; of what costs, only what is `asked`. A function whose walk panics is taken to have no body.
pub fn analyse(program: &Program, symbols: &Symbols, asked: Asked, faults: &Faults) -> Model {
    let types = Types::new(program, symbols);
    let functions: Vec<FunctionId> = (0..symbols.functions.len())
        .filter_map(|index| u32::try_from(index).ok().map(FunctionId))
        .filter(|id| program.info(symbols.functions[id.0 as usize].file).language == Language::Rust)
        .collect();
    let walk = |helpers: &Helpers, id| faults.over(id, || walk::walk(&types, helpers, id)).flatten();
    let helpers = helpers(&types, &functions, walk);
    let traces: Vec<Trace> = functions.par_iter().with_max_len(MAX_AT_ONCE).filter_map(|id| walk(&helpers, *id)).collect();
    let in_order = || (summary::summarise(&types, &traces), sequence::sequences(&types, &traces));
    let (threads, (summaries, sequences)) = rayon::join(|| Threads::new(&types, &traces), in_order);
    let uses = unsafe_shared::uses(&types, &traces, &threads);
    let conflicts = unsafe_shared::conflicts(&types, &uses, &threads);
    let evidence = Evidence { traces: &traces, uses: &uses, conflicts: &conflicts, threads: &threads };
    let contracts = contract::contracts(&types, &evidence);
    let model = Model {
        inventory: if asked.inventory { inventory::inventory(&types, &traces, &uses, &threads, &contracts) } else { Vec::new() },
        contracts,
        proposals: if asked.proposals { propose::proposals(&types, &traces) } else { Vec::new() },
        regions: region::regions(&types, &traces, &summaries, &waits::summarise(&traces)),
        lookups: if asked.lookups { lookups::lookups(&types, &traces, &sequences) } else { Vec::new() },
        remade: if asked.remade { made::remade(&types, &traces) } else { Vec::new() },
        sequences,
        maps: maps(&types, &traces),
        iterations: order::iterations(&types, &traces),
        conflicts,
        map_count: map_count(&types, &functions),
        ..Model::default()
    };
    drop_aside(traces);
    model
}

/// Every map, those that are filled in a loop with what makes and fills them.
fn maps(types: &Types<'_>, traces: &[Trace]) -> Vec<MapUse> {
    let mut found = life::lives(types, traces);
    let places: FxHashMap<Location, usize> =
        found.iter().enumerate().filter_map(|(index, map)| Some((map.map.declaration?, index))).collect();
    for fill in fill::fills(types, traces) {
        let known = fill.map.declaration.and_then(|declaration| places.get(&declaration));
        match known {
            Some(index) => {
                let life = std::mem::take(&mut found[*index].life);
                found[*index] = MapUse { life, ..fill };
            }
            None => found.push(fill),
        }
    }
    found
}

/// Fields, statics and local variables of a written type that are maps, also behind locks and `Arc`s.
fn map_count(types: &Types<'_>, functions: &[FunctionId]) -> usize {
    let (program, symbols) = (types.program, types.symbols);
    let is_rust = |file| program.info(file).language == Language::Rust;
    let is_map = |ty: &Ty| types::is_map(types.kind(&types.unwrap(ty)));
    let structs =
        (0..symbols.types.len()).filter(|index| is_rust(symbols.types[*index].file)).filter_map(|index| u32::try_from(index).ok());
    let fields = structs.map(|index| {
        let fields = types.fields(&TyKind::Named(TypeId(index), Box::default()));
        fields.iter().filter(|(_, ty)| is_map(ty)).count()
    });
    let statics = (0..symbols.vars.len()).filter(|index| is_rust(symbols.vars[*index].file)).filter_map(|index| u32::try_from(index).ok());
    let statics = statics.filter(|index| is_map(&types.var(VarId(*index)))).count();
    let locals = functions.iter().map(|id| {
        let (file, function) = symbols.function(program, *id);
        let context = types.context(*id);
        let variables = function.body.locals.iter().filter(|local| local.kind == LocalKind::Variable);
        variables.filter_map(|local| local.ty).filter(|ty| is_map(&types.lower(file, function.scope, *ty, &context))).count()
    });
    fields.sum::<usize>() + statics + locals.sum::<usize>()
}

/// Functions whose result type is a guard, and which guard it is; and those that give a reference to
/// storage of what they are called on.
fn helpers(types: &Types<'_>, functions: &[FunctionId], walk: impl Fn(&Helpers, FunctionId) -> Option<Trace> + Sync) -> Helpers {
    let candidates: Vec<FunctionId> = functions
        .par_iter()
        .copied()
        .filter(|id| types.result(*id).is_some_and(|ty| types.holds_guard(&ty) || is_handle(types, &ty)))
        .collect();
    let mut known = Helpers::default();
    for _ in 0..HELPER_ROUNDS {
        let found: Vec<_> = candidates.par_iter().with_max_len(MAX_AT_ONCE).filter_map(|id| walk(&known, *id)).collect();
        known = Helpers::default();
        for trace in found {
            known.getters.extend(trace.gives.filter(|_| trace.returned.is_none()).map(|place| (trace.function, place)));
            known.guards.extend(trace.returned.map(|returned| (trace.function, returned)));
        }
    }
    known
}

/// Whether two values of the type may be the same storage: references and shared pointers.
fn is_handle(types: &Types<'_>, ty: &Ty) -> bool {
    matches!(**ty, TyKind::Pointer(_)) || types.kind(ty) == TypeModelKind::Shared
}
