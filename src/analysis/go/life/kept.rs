//! Maps that fields and package variables keep: what all functions do with them.

use super::alone::Takers;
use super::concurrent::{self, Calls};
use super::form::{Form, form};
use super::growth;
use super::keys::{self, Groups, Inside};
use super::open::{is_open, leaves, loose};
use super::{MapUse, place};
use crate::analysis::go::conflict;
use crate::analysis::go::context::{RootKind, Whole};
use crate::analysis::go::effects::Access;
use crate::analysis::go::inventory;
use crate::analysis::go::names::{Names, narrow};
use crate::analysis::go::place::{Slot, SlotBase};
use crate::analysis::go::site::{Site, Sites};
use crate::analysis::go::text;
use crate::analysis::model::Op;
use crate::analysis::tree::Tree;
use crate::analysis::ty::{self, FunctionId, Ty, TyKind};
use crate::diagnostic::life::{Growth, KeyKind, Life, MapScope, ValueKind};
use crate::facts::{Function, Node, NodeId, TypeDeclKind, TypeModelKind};
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use std::cell::OnceCell;

/// One use of a kept map outside test code.
pub(super) struct Use<'a> {
    pub(super) function: FunctionId,
    pub(super) access: &'a Access,
    form: Form,
    /// The function makes what keeps the map, or nobody else has that yet.
    making: bool,
    /// The map goes to code that is not followed.
    leaves: bool,
    /// What may be NaN in the key that an entry is put in under.
    nan: Option<NodeId>,
    /// That key is a part of something else: `r.RemoteAddr`.
    pub(super) of_part: bool,
    /// That key is a constant.
    pub(super) constant: bool,
    /// It stands in a loop that has no condition to end by.
    pub(super) endless: bool,
    /// All entries are taken out.
    empties: bool,
}

/// What is asked of all functions at once.
struct All<'a> {
    groups: &'a Groups,
    calls: Calls<'a>,
    takers: Takers,
}

/// The maps of all structs and package variables.
pub(super) fn kept(whole: Whole<'_>, globals: &[Ty], groups: &Groups, sites: &Sites<'_>) -> Vec<MapUse> {
    let names = whole.names;
    let declared: Vec<(Slot, Ty)> = inventory::declared(names, globals);
    let wanted: FxHashMap<Slot, &Ty> = declared.iter().map(|(slot, ty)| (*slot, ty)).collect();
    let each = (0..whole.effects.len()).into_par_iter().flat_map_iter(|index| uses(whole, &wanted, FunctionId(narrow(index))));
    let each: Vec<(Slot, Use<'_>)> = each.collect();
    let mut by_slot: FxHashMap<Slot, Vec<Use<'_>>> = FxHashMap::default();
    for (slot, one) in each {
        by_slot.entry(slot).or_default().push(one);
    }
    let loose = loose(whole);
    let all = All { groups, calls: concurrent::calls(whole), takers: Takers::new(whole) };
    declared
        .par_iter()
        .map(|(slot, ty)| {
            let open = is_open(whole, *slot, &loose);
            let life = if names.model_kind(ty) == TypeModelKind::ConcurrentMap {
                concurrent::life(whole, *slot, &all.calls, open)
            } else {
                let uses = by_slot.get(slot).map_or(&[][..], Vec::as_slice);
                let sites = sites.get(slot).map_or(&[][..], Vec::as_slice);
                life(whole, &all, (*slot, ty), uses, sites, open)
            };
            let of_test = |at: crate::source::Location| names.program.info(at.file).test || names.serves_tests(at.file);
            let in_test = text::declaration(names, *slot).is_some_and(of_test);
            MapUse { in_test, ..place::map_use(whole, *slot, ty, life) }
        })
        .collect()
}

/// The uses of kept maps in one function.
fn uses<'a>(whole: Whole<'a>, wanted: &FxHashMap<Slot, &Ty>, id: FunctionId) -> Vec<(Slot, Use<'a>)> {
    let names = whole.names;
    let (file, function) = names.symbols.function(names.program, id);
    let effects = &whole.effects[id.0 as usize];
    if function.in_test || names.serves_tests(file) || effects.accesses.is_empty() {
        return Vec::new();
    }
    let tree = OnceCell::new();
    let mut found: Vec<(Slot, Use<'a>)> = Vec::new();
    for access in &effects.accesses {
        let mut slots: Vec<Slot> = whole.contexts.origins(access.slot).into_iter().map(|origin| origin.slot).collect();
        slots.sort_unstable();
        slots.dedup();
        for slot in slots {
            let Some(ty) = wanted.get(&slot) else { continue };
            let same = |(known, one): &(Slot, Use<'a>)| *known == slot && one.access.node == access.node && one.access.op == access.op;
            if found.iter().any(same) {
                continue;
            }
            let tree = tree.get_or_init(|| Tree::new(&function.body));
            let inside = Inside { names, id, file, tree };
            let form = form(tree, access.node);
            let key = form.inserted();
            let one = Use {
                function: id,
                access,
                form,
                making: access.owned || makes(whole, function, inside, slot),
                leaves: access.op == Op::Load && leaves(whole, tree, id, access.node, form),
                nan: key.filter(|_| has_float_keys(whole, ty)).and_then(|key| inside.may_be_nan(key)),
                of_part: key.is_some_and(|key| inside.is_part(key)),
                constant: key.is_some_and(|key| inside.is_constant(key)),
                endless: tree.around(access.node).any(|node| matches!(tree.body.node(node), Node::Loop { condition: None, .. })),
                empties: growth::empties(whole, tree, id, access.node, form),
            };
            found.push((slot, one));
        }
    }
    found
}

fn has_float_keys(whole: Whole<'_>, map: &Ty) -> bool {
    matches!(&*whole.names.underlying(map), TyKind::Map(key, _) if keys::has_float(whole.names, key))
}

/// The function has no receiver and returns the struct that keeps the map.
fn makes(whole: Whole<'_>, function: &Function, inside: Inside<'_>, slot: Slot) -> bool {
    let SlotBase::Field(owner, _) = slot.base else { return false };
    let returns = |ty| matches!(&*whole.names.deref(&inside.resolve(ty)), TyKind::Named(id, _) if *id == owner);
    function.receiver.is_none() && function.results.iter().any(|ty| returns(*ty))
}

fn life(whole: Whole<'_>, all: &All<'_>, (slot, ty): (Slot, &Ty), uses: &[Use<'_>], sites: &[Site<'_>], open: bool) -> Life {
    let names = whole.names;
    let TyKind::Map(key, value) = &*names.underlying(ty) else { return Life::default() };
    let (kind, key_count) = all.groups.kind(names, key);
    let value_kind = keys::value_kind(names, value);
    let later: Vec<&Use<'_>> = uses.iter().filter(|one| !one.making).collect();
    let count = |wanted: fn(&Use<'_>) -> bool| later.iter().filter(|one| wanted(one)).count();
    let put: Vec<&Use<'_>> = later.iter().copied().filter(|one| matches!(one.access.op, Op::Insert | Op::Update)).collect();
    let production: Vec<&Site<'_>> = sites.iter().filter(|site| !site.in_test).collect();
    let guard = conflict::guard_of(slot, &production).filter(|guard| guard.held == guard.uses && guard.is_near());
    let lock = guard.as_ref().and_then(conflict::Guard::slot);
    let writers: FxHashSet<FunctionId> = later.iter().filter(|one| one.access.op.writes()).map(|one| one.function).collect();
    let all_writes_seen = !open && uses.iter().all(|one| !one.leaves);
    let growing = growth::grown(whole, slot, &later, &production);
    let shown = growing.map(|(one, _)| one).or_else(|| put.first().copied());
    let nan = uses.iter().find_map(|one| Some((one.function, one.nan?)));
    let emptied = later.iter().find(|one| one.empties);
    let is_static = matches!(slot.base, SlotBase::Global(_));
    Life {
        scope: if is_static { MapScope::Static } else { MapScope::Field },
        container: "hash",
        lock: lock.map_or("", |lock| lock_kind(whole, lock)),
        lock_alone: lock.is_some_and(|lock| all.takers.is_alone(whole, slot, lock, uses)),
        all_writes_seen,
        all_seen: all_writes_seen && uses.iter().all(|one| !matches!(one.access.op, Op::Copy | Op::Marshal)),
        long_lived: is_static || growth::outlives_requests(whole, slot, &production),
        shared: production.iter().any(|site| is_shared(whole, site)),
        serialised: is_serialised(whole, slot),
        inserts: put.len(),
        removals: count(|one| matches!(one.access.op, Op::Delete | Op::Clear | Op::Replace)),
        replacements: count(|one| one.access.op == Op::Replace),
        lookups: count(|one| one.access.op == Op::Get),
        ranges: count(|one| one.access.op == Op::Range),
        lengths: count(|one| one.access.op == Op::Len),
        bounded: later.iter().any(|one| one.form == Form::Len { compared: true }),
        writers: writers.len(),
        key: kind,
        key_type: names.show(key),
        table: kind == KeyKind::Enum && value_kind != ValueKind::Set && is_table(&later) && is_filled(names, slot, &put, key_count),
        key_count: key_count.or_else(|| constants(whole, &put)),
        literal_keys: constants(whole, &put).is_some(),
        on_miss: fills_on_miss(whole, &later, &put),
        value: value_kind,
        growth: growing.map_or(Growth::Unknown, |(_, growth)| growth),
        grows: shown.map(|one| text::location(names, one.function, one.access.node)),
        grows_text: shown.map_or_else(String::new, |one| text::expression(names, one.function, one.access.node)),
        nan: nan.map(|(function, key)| text::location(names, function, key)),
        nan_key: nan.map_or_else(String::new, |(function, key)| text::expression(names, function, key)),
        emptied: emptied.map(|one| text::location(names, one.function, one.access.node)),
        ..Life::default()
    }
}

/// It is asked for entries, and nobody has a use for those that are missing.
fn is_table(later: &[&Use<'_>]) -> bool {
    let minds = |one: &&Use<'_>| {
        matches!(one.access.op, Op::Delete | Op::Clear | Op::Replace | Op::Len) || matches!(one.form, Form::Lookup { asks: true, .. })
    };
    later.iter().any(|one| one.access.op == Op::Get) && !later.iter().any(minds)
}

/// Half of the keys have an entry, where it is a variable that is made of a literal and gets no more.
fn is_filled(names: &Names<'_>, slot: Slot, put: &[&Use<'_>], keys: Option<usize>) -> bool {
    let entries = keys::entries_of(names, slot).filter(|_| put.is_empty());
    entries.is_none_or(|entries| keys.is_none_or(|keys| 2 * entries >= keys))
}

/// How many different constants entries are put in under, where nothing else is a key, and each can be written.
fn constants(whole: Whole<'_>, put: &[&Use<'_>]) -> Option<usize> {
    let keys = put.iter().map(|one| Some(text::expression(whole.names, one.function, one.form.inserted().filter(|_| one.constant)?)));
    let keys: FxHashSet<String> = keys.collect::<Option<_>>()?;
    let all_shown = keys.iter().all(|key| !key.contains('…'));
    (!keys.is_empty() && all_shown).then_some(keys.len())
}

/// Somewhere the map is asked for a key above the place that puts an entry in under it.
fn fills_on_miss(whole: Whole<'_>, later: &[&Use<'_>], put: &[&Use<'_>]) -> bool {
    let names = whole.names;
    let at = |one: &Use<'_>| text::location(names, one.function, one.access.node).span.start;
    let putting: FxHashSet<FunctionId> = put.iter().map(|one| one.function).collect();
    // For each function and key, the first place that asks for it.
    let mut first: FxHashMap<(FunctionId, String), u32> = FxHashMap::default();
    for one in later.iter().filter(|one| putting.contains(&one.function)) {
        if let Form::Lookup { key, .. } = one.form {
            let asked = first.entry((one.function, text::expression(names, one.function, key))).or_insert(u32::MAX);
            *asked = at(one).min(*asked);
        }
    }
    put.iter().any(|one| {
        let key = one.form.inserted().map(|key| (one.function, text::expression(names, one.function, key)));
        key.and_then(|key| first.get(&key)).is_some_and(|asked| *asked < at(one))
    })
}

/// "mutex" or "rwlock"; empty for what is neither.
pub(super) fn lock_kind(whole: Whole<'_>, lock: Slot) -> &'static str {
    let ty = match lock.base {
        SlotBase::Field(owner, name) => whole.names.field(&ty::named(owner), name).map(|field| field.ty),
        SlotBase::Global(var) => whole.globals.types.get(var.0 as usize).copied(),
        _ => None,
    };
    match ty.map(|ty| whole.names.model_kind(&ty)) {
        Some(TypeModelKind::Mutex) => "mutex",
        Some(TypeModelKind::RwLock) => "rwlock",
        _ => "",
    }
}

fn is_shared(whole: Whole<'_>, site: &Site<'_>) -> bool {
    let mut roots = site.roots.iter().map(|root| &whole.contexts.roots[*root as usize]);
    roots.any(|root| root.many || matches!(root.kind, RootKind::Spawn(..) | RootKind::Entry(..)))
}

/// The struct has a field with a tag that says how it is encoded.
fn is_serialised(whole: Whole<'_>, slot: Slot) -> bool {
    let SlotBase::Field(owner, _) = slot.base else { return false };
    let (_, decl) = whole.names.symbols.type_decl(whole.names.program, owner);
    matches!(&decl.kind, TypeDeclKind::Struct(fields) if fields.iter().any(|field| field.encoded))
}
