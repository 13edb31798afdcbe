//! The analysis of Go: names, then each function by itself, then all of them together.

mod again;
mod alike;
mod anchor;
mod behind;
mod both;
mod bottom_up;
mod call_graph;
mod callbacks;
mod called;
mod carried;
mod cloned;
mod conflict;
mod context;
mod contract;
mod doubt;
mod effects;
mod entry;
mod escape;
mod exposed;
mod fix;
mod globals;
mod inclusions;
mod interpret;
mod inventory;
mod joined;
mod layout;
mod lent;
mod levels;
mod library;
mod life;
mod mutation;
mod names;
mod object;
mod order;
mod owners;
mod parallel;
mod passed;
mod place;
mod points;
mod put;
mod recall;
mod region;
mod sent;
mod site;
mod text;
mod visible;

use super::Stop;
use super::cost::Asked;
use super::drop_aside;
use super::fault::Faults;
use super::model::{AccessFact, AccessSubject, Claim, Model, Sequence};
use super::symbols::Symbols;
use super::ty::{self, FunctionId, Ty};
use crate::diagnostic::{Confidence, Label};
use crate::facts::{Effect, MethodModel, Program, Returns};
use crate::source::{Language, Location};
use call_graph::Implementations;
use context::{RootKind, Whole};
use effects::Step;
use globals::Globals;
use names::{Names, narrow};
pub use recall::{Keep, Recall, Recalled};

/// The model of a program's Go part. A function that panics when it is interpreted is taken to do nothing.
pub fn analyse(program: &Program, symbols: &Symbols, asked: Asked, recall: Option<&dyn Recall>, stop: &Stop, faults: &Faults) -> Model {
    let names = Names::new(program, symbols);
    let functions = go_functions(program, symbols);
    let implementations = Implementations::new(&names);
    let globals = Globals::new(&names, &functions, &implementations, faults);
    let effects = bottom_up::interpret_all(&names, &globals, &functions, &implementations, recall, stop, faults);
    let contexts = context::Contexts::new(&names, &effects, &implementations);
    let whole = Whole { names: &names, contexts: &contexts, effects: &effects, globals: &globals };
    let sites = site::gather(whole);
    let conflicts = conflict::conflicts(whole, &sites);
    let mut model = Model::default();
    let Model { accesses, escapes, contracts, proposals, regions, facts, iterations, maps, .. } = &mut model;
    // None of these asks another.
    rayon::scope(|scope| {
        if asked.maps {
            scope.spawn(|_| *maps = life::maps(whole, &globals.types, &functions, &sites));
        }
        scope.spawn(|_| *iterations = visible::iterations(whole));
        scope.spawn(|_| *accesses = mutation::mutations(whole, &sites, &conflicts));
        scope.spawn(|_| *escapes = escape::escapes(whole, &sites, &conflicts));
        scope.spawn(|_| *contracts = contract::contracts(whole, &globals.types, &sites));
        if asked.proposals {
            scope.spawn(|_| *proposals = contract::proposals(whole, &globals.types, &sites));
        }
        scope.spawn(|_| *regions = region::regions(whole, &sites));
        if asked.accesses {
            scope.spawn(|_| *facts = access_facts(whole));
        }
    });
    model.conflicts = conflicts;
    model.map_count = map_count(whole, &globals.types);
    if asked.inventory {
        model.inventory = inventory::inventory(whole, &globals.types, &sites, &model.contracts);
    }
    for id in &functions {
        faults.over(*id, || subjects_of(whole, *id, &mut model));
    }
    drop_aside((effects, contexts));
    model
}

fn go_functions(program: &Program, symbols: &Symbols) -> Vec<FunctionId> {
    let all = (0..symbols.functions.len()).map(|index| FunctionId(narrow(index)));
    all.filter(|id| program.info(symbols.function(program, *id).0).language == Language::Go).collect()
}

/// Fields, package variables and local variables that are maps.
fn map_count(whole: Whole<'_>, globals: &[Ty]) -> usize {
    inventory::declared(whole.names, globals).len() + whole.effects.iter().map(|effects| effects.map_locals).sum::<usize>()
}

/// What each function shows on its own.
fn subjects_of(whole: Whole<'_>, id: FunctionId, model: &mut Model) {
    let names = whole.names;
    let (file, function) = names.symbols.function(names.program, id);
    let effects = &whole.effects[id.0 as usize];
    let source_text = |node| text::location(names, id, node);
    for write in &effects.nil_writes {
        let declared = Label { location: Location { file, span: write.declared }, message: "declared here, the map never made".to_owned() };
        let access = text::lone_access(names, id, write.node, write.op);
        model.accesses.push(AccessSubject {
            language: Language::Go,
            map: text::map_ref(names, write.slot, &write.ty),
            access,
            certainly_nil: true,
            claim: Claim::None,
            whose: String::new(),
            labels: vec![declared],
            confidence: Confidence::Certain,
            package: text::package(names, id),
        });
    }
    for check in &effects.checks {
        // A lock that all callers hold is held over both.
        if check.lock.is_some() && effects::is_locked(&whole.contexts.functions[id.0 as usize].held) {
            continue;
        }
        let instead = one_step(names, &check.ty, check.step);
        let lock = check.lock.as_ref().map(|lock| text::place(names, id, Some(lock), None));
        model.sequences.push(Sequence {
            language: Language::Go,
            map: text::map_ref(names, check.slot, &check.ty),
            check: source_text(check.check),
            check_text: text::expression(names, id, check.check),
            act: source_text(check.act),
            act_text: format!("{}{}", text::expression(names, id, check.act), if check.lock.is_some() { " = …" } else { "" }),
            key: text::expression(names, id, check.key),
            by: if lock.is_some() { "lock" } else { "concurrent-map" }.to_owned(),
            lock: lock.unwrap_or_default(),
            harmful: check.harmful,
            awaits_between: false,
            function: text::function(names, id),
            in_test: function.in_test,
            drafts: fix::one_step(names, id, check, &instead).into_iter().collect(),
            instead,
            confidence: if may_overlap(whole, id, check.slot) { Confidence::Likely } else { Confidence::Possible },
            package: text::package(names, id),
        });
    }
}

/// Whether two calls of the function may overlap: it belongs to the type that keeps the map, and whose
/// methods its own locking says are called from several goroutines, or more than one thread is seen to
/// reach it. What only keeps somebody else's map may well be one worker.
fn may_overlap(whole: Whole<'_>, id: FunctionId, map: place::Slot) -> bool {
    let (file, function) = whole.names.symbols.function(whole.names.program, id);
    let of_owner = match map.base {
        place::SlotBase::Field(owner, _) => function.owner.is_some_and(|receiver| {
            let region = names::Region { file, scope: function.scope, params: &[] };
            matches!(&*whole.names.deref(&whole.names.resolve(region, receiver)), ty::TyKind::Named(id, _) if *id == owner)
        }),
        _ => true,
    };
    let reached = &whole.contexts.functions[id.0 as usize].reached;
    let threads =
        reached.iter().filter(|(root, _)| matches!(whole.contexts.roots[*root as usize].kind, RootKind::Spawn(..) | RootKind::Entry(..)));
    let many = |(root, _): &&(context::RootId, context::Reach)| whole.contexts.roots[*root as usize].many;
    of_owner || reached.iter().any(|each| many(&each)) || threads.count() > 1
}

/// The method of a concurrent map that does check and act in one step; empty where it has none.
fn one_step(names: &Names<'_>, map: &Ty, step: Step) -> String {
    let does = |method: &MethodModel| match step {
        Step::Fill => method.effect == Effect::GetOrInsert,
        Step::Replace => method.effect == Effect::Update,
        Step::Discard => method.effect == Effect::Remove && method.compares.is_some(),
        Step::Take => method.effect == Effect::Remove && method.returns == Returns::Element,
    };
    let found = names.model(map).and_then(|model| model.methods.iter().find(|(_, method)| does(method)));
    found.map_or_else(String::new, |(name, _)| name.clone())
}

/// What the model says at each access, for tests of the analysis.
fn access_facts(whole: Whole<'_>) -> Vec<AccessFact> {
    let mut facts: Vec<AccessFact> = Vec::new();
    for (index, effects) in whole.effects.iter().enumerate() {
        let id = FunctionId(narrow(index));
        for access in &effects.accesses {
            let locks = site::held_locks(whole, id, access);
            facts.push(AccessFact {
                location: text::location(whole.names, id, access.node),
                map: text::expression(whole.names, id, access.node),
                op: access.op.name(),
                locks: locks.into_iter().map(super::inventory::shown).collect(),
            });
        }
    }
    facts.sort();
    facts.dedup();
    facts
}
