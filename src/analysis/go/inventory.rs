//! Every map of the Go files, with what is done to it. See [`crate::diagnostic::inventory`].

use super::conflict::{self, Guard};
use super::context::{RootId, RootKind, ThreadRoot, Whole};
use super::effects::Effects;
use super::layout;
use super::names::{Names, narrow};
use super::place::{Slot, SlotBase};
use super::put::puts;
use super::site::{self, Site, Sites};
use super::text;
use crate::analysis::inventory::{op_of, promises, shown};
use crate::analysis::model::{ContractSubject, Op};
use crate::analysis::ty::{self, FunctionId, Ty, TyKind, TypeId, VarId};
use crate::diagnostic::Confidence;
use crate::diagnostic::inventory::{self, Entry, Promise, Sharing, Use};
use crate::diagnostic::life::MapScope;
use crate::facts::{FunctionKind, LocalKind, Name, NodeId, TypeDeclKind, TypeModelKind};
use crate::source::{Language, Location};
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};

/// The maps that fields and package variables are, in the order of their slots. `globals` are the types of package
/// variables by id.
pub(super) fn declared(names: &Names<'_>, globals: &[Ty]) -> Vec<(Slot, Ty)> {
    let structs = (0..names.symbols.types.len()).into_par_iter().map(|index| TypeId(narrow(index))).filter(|id| {
        let (file, decl) = names.symbols.type_decl(names.program, *id);
        matches!(decl.kind, TypeDeclKind::Struct(_)) && names.program.info(file).language == Language::Go
    });
    let maps = structs.flat_map_iter(|id| {
        let fields = names.struct_fields(&ty::named(id)).into_iter().filter(|field| is_map(names, &field.ty));
        fields.map(move |field| (Slot::new(SlotBase::Field(id, field.name)), field.ty))
    });
    let mut maps: Vec<(Slot, Ty)> = maps.collect();
    let variables = globals.iter().enumerate().filter(|(_, ty)| is_map(names, ty));
    maps.extend(variables.map(|(index, ty)| (Slot::new(SlotBase::Global(VarId(narrow(index)))), *ty)));
    maps
}

fn is_map(names: &Names<'_>, ty: &Ty) -> bool {
    matches!(&*names.underlying(ty), TyKind::Map(..)) || names.model_kind(ty) == TypeModelKind::ConcurrentMap
}

/// All maps that are declared in files that are asked for, in the order of their slots. `globals` are the types of
/// package variables by id.
pub(super) fn inventory(whole: Whole<'_>, globals: &[Ty], sites: &Sites<'_>, contracts: &[ContractSubject]) -> Vec<Entry> {
    let names = whole.names;
    let mut maps: Uses = declared(names, globals).into_iter().map(|(slot, ty)| (slot, (ty, Vec::new()))).collect();
    for (index, effects) in whole.effects.iter().enumerate() {
        add_uses(whole, FunctionId(narrow(index)), effects, &mut maps);
    }
    for put in puts(names) {
        let Some((_, uses)) = maps.get_mut(&put.slot) else { continue };
        uses.push(Use { op: put.op, alone: true, ..blank(names, put.function, put.node) });
    }
    let promises = promises(contracts);
    maps.into_iter()
        .filter_map(|(slot, (ty, uses))| {
            let declaration = text::declaration(names, slot).filter(|at| names.program.info(at.file).requested)?;
            let sites = sites.get(&slot).map_or(&[][..], Vec::as_slice);
            (!is_param(names, slot)).then(|| entry(whole, (slot, &ty, declaration), uses, sites, &promises))
        })
        .collect()
}

/// The types and uses of maps by slot.
type Uses = BTreeMap<Slot, (Ty, Vec<Use>)>;

/// Adds what a function does to maps; for those that are safe by themselves, what it calls.
fn add_uses(whole: Whole<'_>, id: FunctionId, effects: &Effects, maps: &mut Uses) {
    for access in &effects.accesses {
        let mut slots: Vec<Slot> = whole.contexts.origins(access.slot).into_iter().map(|origin| origin.slot).collect();
        slots.sort_unstable();
        slots.dedup();
        let locks = site::held_locks(whole, id, access).into_iter().map(shown).collect();
        let one = Use { op: access.op, locks, ..blank(whole.names, id, access.node) };
        for slot in slots {
            let (_, uses) = maps.entry(slot).or_insert_with(|| (access.ty, Vec::new()));
            uses.push(one.clone());
        }
    }
    for called in &effects.concurrent {
        let Some((_, uses)) = maps.get_mut(&called.slot) else { continue };
        let entered = whole.contexts.functions[id.0 as usize].held.iter().filter(|_| called.on_own_thread);
        let locks = site::named_locks(whole, id, called.held.iter().chain(entered)).into_iter().map(shown).collect();
        uses.push(Use { op: op_of(called.effect), locks, alone: called.owned, ..blank(whole.names, id, called.node) });
    }
}

/// A read at a place, under no lock.
fn blank(names: &Names<'_>, id: FunctionId, node: NodeId) -> Use {
    let is_initialiser = names.symbols.function(names.program, id).1.kind == FunctionKind::Initialiser;
    Use {
        location: text::location(names, id, node),
        op: Op::Get,
        function: if is_initialiser { Name::from("") } else { Name::from(&text::function(names, id)) },
        locks: Vec::new(),
        alone: false,
        in_test: names.is_test(id),
    }
}

fn entry(
    whole: Whole<'_>,
    (slot, ty, declaration): (Slot, &Ty, Location),
    mut uses: Vec<Use>,
    sites: &[Site<'_>],
    promises: &FxHashMap<Location, Promise>,
) -> Entry {
    let names = whole.names;
    let in_test = names.program.info(declaration.file).test || names.serves_tests(declaration.file);
    let counted: Vec<&Site<'_>> = sites.iter().filter(|site| site.in_test == in_test).collect();
    let shared: Vec<Location> =
        sites.iter().filter(|site| !is_own(whole, site)).map(|site| text::location(names, site.function, site.access.node)).collect();
    uses.sort();
    uses.dedup();
    let is_concurrent = names.model_kind(ty) == TypeModelKind::ConcurrentMap;
    for one in uses.iter_mut().filter(|_| !is_concurrent) {
        one.alone = !shared.contains(&one.location);
    }
    let roots = roots(whole, sites);
    let mut map = text::map_ref(names, slot, ty);
    map.name.extend(std::iter::repeat_n(inventory::ELEMENT, usize::from(slot.elements)));
    let of_type = || match &*names.deref(ty) {
        TyKind::Named(id, _) => {
            let (file, decl) = names.symbols.type_decl(names.program, *id);
            promises.get(&Location { file, span: decl.name_span })
        }
        _ => None,
    };
    let scope = match slot.base {
        SlotBase::Global(_) => MapScope::Static,
        SlotBase::Local(..) | SlotBase::Result(_) => MapScope::Local,
        SlotBase::Field(..) | SlotBase::Anonymous(..) | SlotBase::Library(_) => MapScope::Field,
    };
    Entry {
        language: Language::Go,
        map,
        scope: scope.name(),
        package: names
            .program
            .info(declaration.file)
            .unit
            .map_or_else(String::new, |unit| names.program.units[unit.index()].path.to_string()),
        in_test,
        guard: own_guard(names, ty, uses.len()).or_else(|| {
            let is_apart = counted.iter().all(|site| is_own(whole, site));
            conflict::guard_of(slot, &counted).filter(|_| !is_apart).map(|guard| told(names, &guard, &counted))
        }),
        uses,
        threads: told_roots(whole, &roots),
        sharing: sharing(whole, &roots),
        promise: promises.get(&declaration).or_else(of_type).cloned(),
        life: None,
        unsized_fill: None,
        contested: false,
        layouts: layout::of_map(names, ty),
    }
}

/// The guard that the uses agree on, by the name of its declaration.
fn told(names: &Names<'_>, guard: &Guard<'_>, sites: &[&Site<'_>]) -> inventory::Guard {
    let name = match guard.slot() {
        Some(slot) => text::slot_name(names, slot),
        None => sites.iter().find(|site| guard.held_at(site).is_some()).map_or_else(String::new, |site| guard.name_at(names, site)),
    };
    let confidence = match guard {
        _ if guard.held == guard.uses => Confidence::Certain,
        _ if guard.is_kept() && guard.is_near() => Confidence::Likely,
        _ => Confidence::Possible,
    };
    inventory::Guard { name, held: guard.held, uses: guard.uses, confidence }
}

/// A map whose own type keeps threads apart.
fn own_guard(names: &Names<'_>, ty: &Ty, uses: usize) -> Option<inventory::Guard> {
    let of_type = || inventory::Guard { name: "the map itself".to_owned(), held: uses, uses, confidence: Confidence::Certain };
    (names.model_kind(ty) == TypeModelKind::ConcurrentMap).then(of_type)
}

/// Only the call that declares the map uses it here.
fn is_own(whole: Whole<'_>, site: &Site<'_>) -> bool {
    site.roots.iter().all(|root| whole.contexts.roots[*root as usize].kind == RootKind::Activation)
}

/// Where the threads start that reach the sites, each with a function that it reaches.
fn roots(whole: Whole<'_>, sites: &[Site<'_>]) -> BTreeMap<RootId, FunctionId> {
    let mut found = BTreeMap::new();
    for site in sites.iter().filter(|site| !is_own(whole, site)) {
        for root in &site.roots {
            found.entry(*root).or_insert(site.function);
        }
    }
    found
}

fn told_roots(whole: Whole<'_>, roots: &BTreeMap<RootId, FunctionId>) -> Vec<Name> {
    let told = |(root, reached): (&RootId, &FunctionId)| match whole.contexts.roots[*root as usize].kind {
        RootKind::Api | RootKind::Unseen => "any caller".to_owned(),
        _ => text::root(whole.names, whole.contexts, whole.effects, *root, *reached),
    };
    let told: BTreeSet<String> = roots.iter().map(told).collect();
    told.iter().map(|told| Name::from(told)).collect()
}

/// Package initialisation is over before anything else runs; of unseen callers there may be one only, and it may be the
/// main goroutine.
fn sharing(whole: Whole<'_>, roots: &BTreeMap<RootId, FunctionId>) -> Sharing {
    let is_open = |kind: &RootKind| matches!(kind, RootKind::Api | RootKind::Unseen);
    let later = roots.keys().map(|root| &whole.contexts.roots[*root as usize]).filter(|root| root.kind != RootKind::Init);
    let (open, seen): (Vec<&ThreadRoot>, Vec<&ThreadRoot>) = later.partition(|root| is_open(&root.kind));
    match (seen.len(), open.is_empty()) {
        (1, true) if !seen[0].many => Sharing::Alone,
        (1, false) if seen[0].kind == RootKind::Main => Sharing::Open,
        (0, true) => Sharing::Alone,
        (0, false) => Sharing::Open,
        _ => Sharing::Shared,
    }
}

/// Whose map it is, nobody knows.
fn is_param(names: &Names<'_>, slot: Slot) -> bool {
    let SlotBase::Local(function, local) = slot.base else { return false };
    matches!(names.symbols.function(names.program, function).1.body.local(local).kind, LocalKind::Param | LocalKind::Receiver)
}
