//! Maps over their whole life: fields, statics, constants and locals, with all that is done to them
//! anywhere in the workspace.
//!
//! `uses` gathers what is done to each and where it goes, `keys` says what keys and values are, `long`
//! which structs live long, `sections` what happens under a lock. Test code is left out throughout: a
//! test that empties a map keeps nothing from growing.

mod constant;
mod goes;
mod keys;
mod long;
mod makers;
mod sections;
pub(in crate::analysis::rust) mod uses;

use super::place::{self, Declared, Place};
use super::region::{declared_in_test, in_test, package};
use super::text::{key, render, unconverted};
use super::trace::{Access, Trace};
use super::types::{Kept, Types, changes, is_map};
use crate::analysis::model::MapUse;
use crate::analysis::tree::Tree;
use crate::analysis::ty::{FunctionId, Ty, TyKind, TypeId, VarId, unknown};
use crate::diagnostic::life::{KeyKind, Life, MapScope};
use crate::diagnostic::{Confidence, MapRef};
use crate::facts::{
    Effect, Field, FunctionKind, Local, LocalId, LocalKind, Name, Node, NodeId, Pattern, TypeDecl, TypeDeclKind, TypeExpr, TypeExprId,
    TypeModelKind, VarKind,
};
use crate::source::{FileId, Language, Location};
use long::LongLived;
use rayon::prelude::*;
use rustc_hash::FxHashSet;
use sections::{Guards, Sections};
use uses::{AllUses, Holder, Uses};

/// Every map of the workspace, in no special order.
pub(super) fn lives(types: &Types<'_>, traces: &[Trace]) -> Vec<MapUse> {
    let in_test = |trace: &Trace| {
        let (file, function) = types.symbols.function(types.program, trace.function);
        in_test(types, file, function)
    };
    let uses_and_guards = || (AllUses::new(types, traces), Guards::new(traces, in_test));
    let (long, (all, guards)) = rayon::join(|| LongLived::new(types, traces), uses_and_guards);
    let finder = Finder { types, traces, uses: &all, long, guards };
    let structs: Vec<TypeId> = (0..u32::try_from(types.symbols.types.len()).unwrap_or(0)).map(TypeId).collect();
    let mut found: Vec<MapUse> = structs.par_iter().flat_map_iter(|id| finder.fields(*id)).collect();
    let vars = (0..u32::try_from(types.symbols.vars.len()).unwrap_or(0)).into_par_iter();
    found.par_extend(vars.filter_map(|index| finder.variable(VarId(index))));
    found.par_extend(traces.par_iter().flat_map_iter(|trace| finder.locals(trace)));
    found
}

struct Finder<'a, 'p> {
    types: &'a Types<'p>,
    traces: &'a [Trace],
    uses: &'a AllUses,
    long: LongLived,
    guards: Guards,
}

/// An operation outside test code, and where it stands.
#[derive(Clone, Copy)]
struct Op<'a> {
    trace: &'a Trace,
    access: &'a Access,
    /// Part of what makes the map, or the struct that keeps it.
    making: bool,
}

impl Finder<'_, '_> {
    fn fields(&self, id: TypeId) -> Vec<MapUse> {
        let (file, decl) = self.types.symbols.type_decl(self.types.program, id);
        let info = self.types.program.info(file);
        if info.language != Language::Rust || declared_in_test(self.types, file, decl.scope) {
            return Vec::new();
        }
        let typed = self.types.fields(&TyKind::Named(id, Box::default()));
        let owner = self.long.of(id);
        let of_field = |(name, ty): (Name, Ty)| {
            let kept = self.types.kept(&ty)?;
            let declared = Declared::Field(id, name);
            let whole = self.uses.of(Holder::Declared(declared));
            let open = whole.flows.iter().any(|holder| self.is_open(*holder));
            let serialised = decl.derives.iter().any(|derive| matches!(derive.as_str(), "Serialize" | "Deserialize"));
            let life = self.life(&whole, &kept, Some(id), open);
            let mut written = fields_of(decl).iter().filter(|field| field.name == name);
            let foreign = life.key == KeyKind::Other && written.any(|field| keys::is_foreign(self.types, file, decl.scope, field.ty));
            let life = Life {
                scope: MapScope::Field,
                key: if foreign { KeyKind::Foreign } else { life.key },
                // A map without a lock of its own changes only where its struct does.
                long_lived: owner.long && (owner.changes || !kept.locks.is_empty() || !is_plain(self.types.kind(&kept.map))),
                shared: kept.shared || owner.shared,
                serialised,
                dense: self.dense(id, name, &kept, &whole),
                ..life
            };
            Some(self.map_use(file, MapRef { ty: self.types.show(&ty), ..place::declared_ref(self.types, declared) }, life))
        };
        typed.into_iter().filter_map(of_field).collect()
    }

    fn variable(&self, id: VarId) -> Option<MapUse> {
        let (file, decl) = self.types.symbols.var(self.types.program, id);
        let info = self.types.program.info(file);
        if info.language != Language::Rust || declared_in_test(self.types, file, decl.scope) {
            return None;
        }
        let ty = self.types.var(id);
        let kept = self.types.kept(&ty)?;
        let whole = self.uses.of(Holder::Declared(Declared::Static(id)));
        let plain = kept.locks.is_empty() && is_plain(self.types.kind(&kept.map));
        let scope = match decl.kind {
            VarKind::Static | VarKind::Constant if plain => MapScope::Constant,
            VarKind::Static | VarKind::StaticMut => MapScope::Static,
            VarKind::Constant | VarKind::ThreadLocal | VarKind::Variable => return None,
        };
        let mut life = Life { scope, long_lived: true, shared: true, ..self.life(&whole, &kept, None, decl.exported) };
        if scope == MapScope::Constant
            && let Some(entries) = constant::entries(self.types, id)
        {
            life.key_count = Some(entries);
            life.literal_keys = true;
        }
        Some(self.map_use(file, MapRef { ty: self.types.show(&ty), ..place::declared_ref(self.types, Declared::Static(id)) }, life))
    }

    /// The local variables of a function that are maps of its own.
    fn locals(&self, trace: &Trace) -> Vec<MapUse> {
        let (file, function) = self.types.symbols.function(self.types.program, trace.function);
        if in_test(self.types, file, function) {
            return Vec::new();
        }
        let variables = function.body.locals.iter().enumerate().filter(|(_, local)| local.kind == LocalKind::Variable);
        let of_local = |(index, _): (usize, &Local)| {
            let local = LocalId::new(index);
            let ty = trace.local_types.get(index)?;
            let named = trace.local_places.get(index).is_some_and(Option::is_some);
            let kept = self.types.kept(ty).filter(|kept| kept.map == *ty && !named)?;
            let whole = self.uses.of(Holder::Local(trace.function, local));
            // What becomes a field's or static's is told of there.
            if whole.flows.iter().any(|holder| matches!(holder, Holder::Declared(_))) {
                return None;
            }
            let life = self.life(&whole, &kept, None, false);
            let map = place::map_ref(self.types, file, function, &Place::local(local), ty);
            let found = self.map_use(file, map, life);
            Some(MapUse { function: place::function_name(self.types, file, function), ..found })
        };
        variables.filter_map(of_local).collect()
    }

    fn life(&self, whole: &Uses, kept: &Kept, owner: Option<TypeId>, open: bool) -> Life {
        let ops: Vec<Op<'_>> = self.ops(whole, owner);
        let count = |wanted: fn(Effect) -> bool| ops.iter().filter(|op| wanted(op.access.effect)).count();
        let later: Vec<&Op<'_>> = ops.iter().filter(|op| !op.making).collect();
        let grown = later.iter().find(|op| puts_in(op.access.effect));
        let untested = |(function, _): &&(FunctionId, NodeId)| !self.is_test(*function);
        let replaced = whole.replaced.iter().filter(untested).filter(|(function, _)| !self.makes(*function, owner)).count();
        let stores = later.iter().filter(|op| op.access.effect == Effect::Store).count();
        let writes_seen = !open && whole.leaves.iter().filter(untested).count() == 0;
        let sections = match kept.locks.as_slice() {
            [] => Sections::default(),
            _ => sections::sections(self.types, self.traces, &self.guards, &whole.flows),
        };
        let (key_ty, value) = self.key_and_value(kept, &ops);
        let literals = self.literals(&ops);
        let writers: FxHashSet<FunctionId> = later.iter().filter(|op| changes(op.access.effect)).map(|op| op.trace.function).collect();
        let variants = key_ty.as_ref().and_then(|key| match &**key {
            TyKind::Named(id, _) => keys::variants(self.types, *id),
            _ => None,
        });
        let lookups =
            count(|effect| matches!(effect, Effect::Get | Effect::Contains | Effect::Update | Effect::GetOrInsert | Effect::Remove));
        let ranges = count(|effect| matches!(effect, Effect::Range | Effect::RangeMut));
        // Only of a map that nobody asks for a key it matters whether keys repeat.
        let unique_keys = lookups == 0 && ranges > 0 && {
            let mut inserts = ops.iter().filter(|op| puts_in(op.access.effect)).peekable();
            inserts.peek().is_some() && inserts.all(|op| self.comes_once(op))
        };
        Life {
            container: container(self.types.kind(&kept.map)),
            lock: kept.locks.last().map_or("", |lock| lock_word(*lock)),
            all_writes_seen: writes_seen,
            all_seen: writes_seen && whole.lent.iter().filter(untested).count() == 0,
            inserts: later.iter().filter(|op| puts_in(op.access.effect)).count(),
            removals: later.iter().filter(|op| self.takes_out(op)).count() + replaced + stores,
            replacements: replaced + stores,
            lookups,
            ranges,
            writers: writers.len(),
            sections: sections.count,
            single_calls: sections.single && sections.count > 0,
            key: key_ty.as_ref().map_or_else(Default::default, |key| keys::key_kind(self.types, key)),
            key_type: key_ty.as_ref().map_or_else(String::new, |key| self.types.show(key)),
            key_count: variants.or(literals),
            literal_keys: literals.is_some(),
            unique_keys,
            on_miss: later.iter().any(|op| self.is_on_miss(op, &ops)),
            value: keys::value_kind(self.types, value.as_ref()),
            cloned_out: ops.iter().filter(|op| op.access.effect == Effect::Get).all(|op| self.is_cloned_out(op)),
            nested: keys::nested(self.types, &kept.locks, &kept.map),
            grows: grown.map(|op| self.location(op)),
            grows_text: grown.map_or_else(String::new, |op| self.text(op)),
            ..Life::default()
        }
    }

    /// Whether more may be done to what a holder keeps than is seen: it is part of a crate's
    /// interface, or something of unknown type is changed through a field of its name.
    fn is_open(&self, holder: Holder) -> bool {
        let Holder::Declared(Declared::Field(owner, name)) = holder else { return false };
        let (file, decl) = self.types.symbols.type_decl(self.types.program, owner);
        let TypeDeclKind::Struct(fields) = &decl.kind else { return true };
        self.uses.is_loose(self.types, file, name) || fields.iter().any(|field| field.name == name && field.exported)
    }

    /// Whether an operation takes entries out, or gives an entry of which the function takes one.
    fn takes_out(&self, op: &Op<'_>) -> bool {
        let through_entry = || {
            let (_, function) = self.types.symbols.function(self.types.program, op.trace.function);
            let body = &function.body;
            body.nodes.iter().any(|node| match node {
                Node::Call { callee, args, .. } if args.len == 0 => {
                    matches!(body.node(*callee), Node::Field { name, .. } if matches!(name.as_str(), "remove" | "remove_entry" | "swap_remove" | "shift_remove"))
                }
                _ => false,
            })
        };
        match op.access.effect {
            Effect::Remove | Effect::Clear => true,
            Effect::GetOrInsert => through_entry(),
            _ => false,
        }
    }

    fn ops<'a>(&'a self, whole: &Uses, owner: Option<TypeId>) -> Vec<Op<'a>> {
        let all = whole.ops.iter().map(|(trace, access)| {
            let trace = &self.traces[*trace];
            Op { trace, access: &trace.accesses[*access], making: self.makes(trace.function, owner) }
        });
        all.filter(|op| !self.is_test(op.trace.function)).collect()
    }

    /// Whether a function makes the struct that keeps the map: it has no receiver and returns one; or
    /// it gives a static its first value.
    fn makes(&self, function: FunctionId, owner: Option<TypeId>) -> bool {
        let (_, decl) = self.types.symbols.function(self.types.program, function);
        if decl.kind == FunctionKind::Initialiser {
            return true;
        }
        let Some(owner) = owner.filter(|_| decl.receiver.is_none()) else { return false };
        let Some(result) = self.types.result(function) else { return false };
        let stripped = self.types.unwrap(&result);
        matches!(&*stripped, TyKind::Named(id, _) if *id == owner)
    }

    fn is_test(&self, function: FunctionId) -> bool {
        let (file, decl) = self.types.symbols.function(self.types.program, function);
        in_test(self.types, file, decl)
    }

    /// The types of keys and values: as the map's type has them, else as what is put in has them.
    fn key_and_value(&self, kept: &Kept, ops: &[Op<'_>]) -> (Option<Ty>, Option<Ty>) {
        let (TyKind::Library(_, args), Some(model)) = (&*kept.map, self.types.model(&kept.map)) else { return (None, None) };
        let known = |index: Option<usize>| index.and_then(|index| args.get(index)).filter(|ty| !ty.is_unknown()).copied();
        let put = |of: fn(&Access) -> &Ty| ops.iter().map(|op| of(op.access)).find(|ty| !ty.is_unknown()).copied();
        let key = known(model.key).or_else(|| put(|access| &access.key_ty));
        // A value of which nothing is known may look like `()`: only what is written so counts.
        let is_unit = |op: &Op<'_>| {
            let (_, function) = self.types.symbols.function(self.types.program, op.trace.function);
            op.access.value.is_some_and(|value| matches!(function.body.node(value), Node::Tuple(parts) if parts.len == 0))
        };
        let inserts = || ops.iter().filter(|op| op.access.effect == Effect::Insert);
        let value_put = || {
            let unit = inserts().next().is_some() && inserts().all(is_unit);
            if unit { Some(super::types::unit()) } else { put(|access| &access.value_ty).filter(|ty| **ty != *super::types::unit()) }
        };
        let value = match model.value {
            None => None,
            some => Some(known(some).or_else(value_put).unwrap_or_else(unknown)),
        };
        (key, value)
    }

    /// How many different literals are ever inserted, where nothing else is.
    fn literals(&self, ops: &[Op<'_>]) -> Option<usize> {
        let mut found = FxHashSet::default();
        for op in ops.iter().filter(|op| puts_in(op.access.effect)) {
            found.extend(constant::possible(self.types, op.trace, op.access.key?)?);
        }
        (!found.is_empty()).then_some(found.len())
    }

    /// Whether a function that asks for a value makes a clone of something it got.
    fn is_cloned_out(&self, op: &Op<'_>) -> bool {
        let (_, function) = self.types.symbols.function(self.types.program, op.trace.function);
        let body = &function.body;
        let after = body.span(op.access.node).end;
        body.nodes.iter().zip(&body.spans).any(|(node, span)| match node {
            Node::Field { name, .. } => span.end >= after && matches!(name.as_str(), "clone" | "cloned" | "copied"),
            _ => false,
        })
    }

    /// Whether an insert's key is different each time: the key that a loop over another map gives, or
    /// the number that `enumerate` does.
    fn comes_once(&self, op: &Op<'_>) -> bool {
        let (_, function) = self.types.symbols.function(self.types.program, op.trace.function);
        let body = &function.body;
        let Some(Node::Local(key)) = op.access.key.map(|node| body.node(unconverted(body, node))) else { return false };
        let tree = Tree::new(body);
        tree.around(op.access.node).any(|node| {
            let Node::For { pattern, over, .. } = body.node(node) else { return false };
            let first = match body.pattern(pattern) {
                Pattern::Tuple(parts) => parts.first().map(|part| body.pattern(*part)),
                other => Some(other),
            };
            let is_key = matches!(first, Some(Pattern::Bind { local, .. }) if *local == key);
            let walks = |at: NodeId| {
                let walk = |access: &Access| access.node == at && is_map(access.kind) && access.effect == Effect::Range;
                op.trace.accesses.iter().any(walk)
            };
            let counts = matches!(body.node(over), Node::Call { callee, .. } if matches!(body.node(callee), Node::Field { name, .. } if name.as_str() == "enumerate"));
            is_key && (walks(node) || walks(over) || counts)
        })
    }

    /// Whether an insert follows a lookup of the same key in the same function, or is both in one.
    fn is_on_miss(&self, op: &Op<'_>, ops: &[Op<'_>]) -> bool {
        if op.access.effect == Effect::GetOrInsert {
            return true;
        }
        let (_, function) = self.types.symbols.function(self.types.program, op.trace.function);
        let Some(wanted) = op.access.key.filter(|_| op.access.effect == Effect::Insert).and_then(|node| key(&function.body, node)) else {
            return false;
        };
        ops.iter().any(|other| {
            let asks = matches!(other.access.effect, Effect::Get | Effect::Contains | Effect::Update);
            let here = other.trace.function == op.trace.function;
            here && asks && other.access.key.and_then(|node| key(&function.body, node)).as_ref() == Some(&wanted)
        })
    }

    /// Why the keys of a field that is a plain map are dense, in a clause; empty where nothing says so.
    fn dense(&self, id: TypeId, map: Name, kept: &Kept, whole: &Uses) -> String {
        if !kept.locks.is_empty() || !is_plain(self.types.kind(&kept.map)) {
            return String::new();
        }
        let beside = self.dense_beside(id, map);
        let TyKind::Library(_, args) = &*kept.map else { return beside };
        let key = self.types.model(&kept.map).and_then(|model| args.get(model.key?));
        let counts = matches!(key.map(|key| &**key), Some(TyKind::Basic(name)) if name.as_str() == "usize");
        if beside.is_empty() && counts && self.is_made_with_room(id, map) && self.is_by_index(whole) {
            return "it is made with room for as many entries as there are".to_owned();
        }
        beside
    }

    /// Whether what is put in is called an index: a `usize` may be an address as well.
    fn is_by_index(&self, whole: &Uses) -> bool {
        let mut keys = self.ops(whole, None).into_iter().filter(|op| puts_in(op.access.effect)).map(|op| {
            let (_, function) = self.types.symbols.function(self.types.program, op.trace.function);
            op.access.key.and_then(|node| key(&function.body, node)).is_some_and(|key| key.contains("index") || key.contains("idx"))
        });
        keys.next() == Some(true) && keys.all(|by_index| by_index)
    }

    /// Whether each function that makes the struct gives that field room for a number of entries.
    fn is_made_with_room(&self, owner: TypeId, field: Name) -> bool {
        let mut made = self.traces.iter().filter(|trace| self.makes(trace.function, Some(owner))).flat_map(|trace| {
            let (_, function) = self.types.symbols.function(self.types.program, trace.function);
            let body = &function.body;
            let given = body.nodes.iter().filter_map(|node| match node {
                Node::NamedElement { name, value } if *name == field => Some(*value),
                _ => None,
            });
            given.map(|value| match body.node(value) {
                Node::Call { callee, .. } => match body.node(callee) {
                    Node::Path(path) => body.path(path).last().is_some_and(|last| last.starts_with("with_capacity")),
                    _ => false,
                },
                _ => false,
            })
        });
        made.next() == Some(true) && made.all(|has_room| has_room)
    }

    /// A field of the same struct that is a vector by the same keys.
    fn dense_beside(&self, id: TypeId, map: Name) -> String {
        let (file, decl) = self.types.symbols.type_decl(self.types.program, id);
        let fields = fields_of(decl);
        let exprs = &self.types.program.file(file).type_exprs;
        let first = |ty: TypeExprId| match exprs.get(ty.index()) {
            Some(TypeExpr::Path { path, args }) => Some((path.last()?.as_str(), exprs.get(args.first()?.index())?)),
            _ => None,
        };
        let key = fields.iter().find(|field| field.name == map).and_then(|field| first(field.ty)).map(|(_, key)| key);
        let Some(TypeExpr::Path { path: key, .. }) = key else { return String::new() };
        let beside = fields.iter().find(|field| match first(field.ty) {
            Some(("IndexVec", TypeExpr::Path { path, .. })) => path.last() == key.last(),
            _ => false,
        });
        beside.map_or_else(String::new, |field| format!("`{}` beside it is a vector by the same index", field.name))
    }

    fn location(&self, op: &Op<'_>) -> Location {
        let (file, function) = self.types.symbols.function(self.types.program, op.trace.function);
        Location { file, span: function.body.span(op.access.node) }
    }

    fn text(&self, op: &Op<'_>) -> String {
        let (_, function) = self.types.symbols.function(self.types.program, op.trace.function);
        render(&function.body, op.access.node)
    }

    fn map_use(&self, file: FileId, map: MapRef, life: Life) -> MapUse {
        MapUse {
            language: Language::Rust,
            map,
            made: None,
            made_text: String::new(),
            sized: false,
            hint: None,
            hint_at: None,
            fill_count: String::new(),
            fill: None,
            fill_literal: None,
            fill_cost: None,
            fill_only_inserts: false,
            sized_text: String::new(),
            life,
            drafts: Vec::new(),
            function: String::new(),
            in_test: false,
            confidence: Confidence::Likely,
            package: package(self.types, file),
        }
    }
}

/// The fields of a struct; none of anything else.
fn fields_of(decl: &TypeDecl) -> &[Field] {
    match &decl.kind {
        TypeDeclKind::Struct(fields) => fields,
        _ => &[],
    }
}

/// A map that nothing but a lock makes safe to share.
fn is_plain(kind: TypeModelKind) -> bool {
    matches!(kind, TypeModelKind::HashMap | TypeModelKind::OrderedMap)
}

/// Whether an operation can add an entry.
fn puts_in(effect: Effect) -> bool {
    matches!(effect, Effect::Insert | Effect::GetOrInsert | Effect::Extend)
}

fn container(kind: TypeModelKind) -> &'static str {
    match kind {
        TypeModelKind::OrderedMap => "ordered",
        TypeModelKind::ShardedMap => "sharded",
        TypeModelKind::ConcurrentMap => "concurrent",
        _ => "hash",
    }
}

fn lock_word(kind: TypeModelKind) -> &'static str {
    match kind {
        TypeModelKind::Mutex | TypeModelKind::ReentrantMutex => "mutex",
        TypeModelKind::RwLock => "rwlock",
        TypeModelKind::AsyncMutex => "async-mutex",
        TypeModelKind::AsyncRwLock => "async-rwlock",
        _ => "cell",
    }
}
