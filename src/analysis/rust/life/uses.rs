//! What is done to each map, wherever it is kept: its operations, who else has it, and whether it
//! also goes where nothing of this is seen.
//!
//! A map is kept by holders: fields and statics, whatever the instance, and locals. Each expression
//! that names one is climbed from until something says what becomes of it there.

use super::super::names::{Item, Space};
use super::super::place::{Declared, Place, Root};
use super::super::trace::{Mention, Trace};
use super::super::types::{Kept, Types, is_lock, is_map};
use crate::analysis::tree::Tree;
use crate::analysis::ty::{FunctionId, Ty, TyKind};
use crate::facts::{Function, LocalId, Name, Node, NodeId, Pattern, PatternId, Returns, TypeExpr, TypeModelKind, UnitId};
use crate::source::FileId;
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

/// Expressions are climbed this far.
const DEPTH: usize = 64;

/// What keeps a map.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::analysis::rust) enum Holder {
    /// A field or static.
    Declared(Declared),
    /// A local variable or parameter of a function.
    Local(FunctionId, LocalId),
}

/// What is done to the map that one holder keeps.
#[derive(Clone, Debug, Default)]
pub(in crate::analysis::rust) struct Uses {
    /// Operations: indices of a trace and of an access in it.
    pub(in crate::analysis::rust) ops: Vec<(usize, usize)>,
    /// Where it is replaced by a function (`mem::take`).
    pub(in crate::analysis::rust) replaced: Vec<(FunctionId, NodeId)>,
    /// Holders that get the map, or a reference to it.
    pub(in crate::analysis::rust) flows: Vec<Holder>,
    /// Where it goes out of sight, and may be changed.
    pub(in crate::analysis::rust) leaves: Vec<(FunctionId, NodeId)>,
    /// Where it goes out of sight, and can only be read.
    pub(in crate::analysis::rust) lent: Vec<(FunctionId, NodeId)>,
}

/// The uses of all holders.
#[derive(Debug, Default)]
pub(in crate::analysis::rust) struct AllUses {
    by_holder: FxHashMap<Holder, Uses>,
    /// Field names through which something of unknown type is changed or handed on, with the file.
    loose: FxHashSet<(FileId, Name)>,
    /// The same, with the crate.
    loose_in_crate: FxHashSet<(Option<UnitId>, Name)>,
}

enum Event {
    Op(usize),
    Replaced(NodeId),
    /// The other holder has it; `both`: it is the same storage, whoever changes it.
    Flow(Holder, bool),
    Leaves(NodeId),
    Lent(NodeId),
}

/// What one function does.
#[derive(Default)]
struct Found {
    events: Vec<(Holder, Event)>,
    loose: Vec<Name>,
}

impl AllUses {
    /// Gathers the uses in all functions.
    pub(in crate::analysis::rust) fn new(types: &Types<'_>, traces: &[Trace]) -> AllUses {
        let found: Vec<Found> = traces.par_iter().map(|trace| of_function(types, trace)).collect();
        let mut all = AllUses::default();
        for (index, Found { events, loose }) in found.into_iter().enumerate() {
            let function = traces[index].function;
            for (holder, event) in events {
                let uses = all.by_holder.entry(holder).or_default();
                match event {
                    Event::Op(access) => uses.ops.push((index, access)),
                    Event::Replaced(node) => uses.replaced.push((function, node)),
                    Event::Leaves(node) => uses.leaves.push((function, node)),
                    Event::Lent(node) => uses.lent.push((function, node)),
                    Event::Flow(other, both) => {
                        uses.flows.push(other);
                        if both {
                            all.by_holder.entry(other).or_default().flows.push(holder);
                        }
                    }
                }
            }
            let (file, _) = types.symbols.function(types.program, function);
            let unit = types.program.info(file).unit;
            all.loose.extend(loose.iter().map(|name| (file, *name)));
            all.loose_in_crate.extend(loose.iter().map(|name| (unit, *name)));
        }
        all
    }

    /// All that is done to the map of a holder: by itself and by whoever gets it.
    pub(in crate::analysis::rust) fn of(&self, holder: Holder) -> Uses {
        let mut whole = Uses::default();
        let mut open = vec![holder];
        let mut seen = FxHashSet::from_iter([holder]);
        while let Some(holder) = open.pop() {
            let Some(uses) = self.by_holder.get(&holder) else { continue };
            whole.ops.extend(&uses.ops);
            whole.replaced.extend(&uses.replaced);
            whole.leaves.extend(&uses.leaves);
            whole.lent.extend(&uses.lent);
            open.extend(uses.flows.iter().filter(|other| seen.insert(**other)));
        }
        whole.ops.sort_unstable();
        whole.ops.dedup();
        whole.flows = seen.into_iter().collect();
        whole.flows.sort_unstable();
        whole
    }

    /// Whether something whose type is not known is changed through a field of that name, in the crate
    /// of the file that declares the field; of a tuple's field, whose name says nothing, in the file.
    pub(in crate::analysis::rust) fn is_loose(&self, types: &Types<'_>, file: FileId, name: Name) -> bool {
        if name.starts_with(|first: char| first.is_ascii_digit()) {
            return self.loose.contains(&(file, name));
        }
        self.loose_in_crate.contains(&(types.program.info(file).unit, name))
    }
}

/// The holder that a place is, seen from a function.
pub(in crate::analysis::rust) fn holder(function: FunctionId, place: &Place) -> Option<Holder> {
    match (place.declared(), place.root) {
        (Some(declared), _) => Some(Holder::Declared(declared)),
        (None, Root::Local(local)) if place.chain.is_empty() => Some(Holder::Local(function, local)),
        _ => None,
    }
}

fn of_function(types: &Types<'_>, trace: &Trace) -> Found {
    let mut found = Found::default();
    for (index, access) in trace.accesses.iter().enumerate().filter(|(_, access)| is_map(access.kind)) {
        if let Some(holder) = access.place.as_ref().and_then(|place| holder(trace.function, place)) {
            found.events.push((holder, Event::Op(index)));
        }
    }
    if trace.mentions.is_empty() && trace.loose.is_empty() {
        return found;
    }
    let (file, function) = types.symbols.function(types.program, trace.function);
    let climber = Climber {
        types,
        trace,
        file,
        function,
        tree: Tree::new(&function.body),
        accesses: trace.accesses.iter().map(|access| (access.node, access.kind)).collect(),
    };
    for mention in &trace.mentions {
        let Some(holder) = holder(trace.function, &mention.place) else { continue };
        let at = climber.climb(mention);
        found.events.extend(
            at.into_iter().filter(|event| !matches!(event, Event::Flow(other, _) if *other == holder)).map(|event| (holder, event)),
        );
    }
    found.loose = trace.loose.iter().filter(|(node, _)| climber.may_change(*node)).map(|(_, name)| *name).collect();
    found
}

struct Climber<'a, 'p> {
    types: &'a Types<'p>,
    trace: &'a Trace,
    file: FileId,
    function: &'p Function,
    tree: Tree<'p>,
    accesses: FxHashMap<NodeId, TypeModelKind>,
}

/// Where an expression is on its way up.
struct At<'m> {
    node: NodeId,
    mention: &'m Mention,
    kept: Kept,
    /// A `&mut` was taken on the way.
    mutable: bool,
}

impl Climber<'_, '_> {
    /// What becomes of a map that an expression names; `None`: nothing but what is noted elsewhere.
    fn climb(&self, mention: &Mention) -> Option<Event> {
        let ty = self.type_of(mention)?;
        let mut at = At { node: mention.node, mention, kept: self.types.kept(&ty)?, mutable: false };
        for _ in 0..DEPTH {
            let Some(parent) = self.tree.around(at.node).nth(1) else { return self.out(&at) };
            match self.step(&mut at, parent) {
                Step::On => at.node = parent,
                Step::To(node) => at.node = node,
                Step::Done(event) => return event,
            }
        }
        Some(Event::Leaves(at.node))
    }

    fn step(&self, at: &mut At<'_>, parent: NodeId) -> Step {
        let body = &self.function.body;
        match body.node(parent) {
            Node::AddressOf { mutable, .. } => {
                at.mutable |= mutable;
                Step::On
            }
            Node::Deref(_) | Node::Terminate(_) | Node::Unsafe(_) | Node::Try(_) | Node::Await(_) | Node::Convert { .. } => Step::On,
            Node::Field { base, name } if base == at.node => self.method(at, parent, name),
            Node::Call { args, .. } => match body.list(args).iter().position(|arg| *arg == at.node) {
                Some(index) => self.argument(at, parent, index),
                None => Step::Done(self.out(at)),
            },
            Node::Index { base, .. } if base == at.node => self.known(at, parent),
            Node::For { over, .. } if over == at.node => self.known(at, parent),
            Node::Let { pattern, .. } => self.bound(at, pattern),
            Node::Is { pattern, .. } => self.bound(at, pattern),
            Node::Match { scrutinee, arms, .. } if scrutinee == Some(at.node) => {
                let found = body.arms(arms).iter().map(|arm| self.bound(at, arm.pattern));
                let worst = found.fold(None, |worst, step| match step {
                    Step::Done(Some(event @ (Event::Leaves(_) | Event::Flow(..)))) => Some(event),
                    _ => worst,
                });
                Step::Done(worst)
            }
            Node::Assign { target, value } if target != at.node => Step::Done(self.assigned(at, value, target)),
            // A plain map's replacement is noted as an access.
            Node::Assign { .. } => Step::Done((!self.accesses.contains_key(&at.node)).then_some(Event::Replaced(at.node))),
            Node::NamedElement { name, .. } => self.element(at, parent, name),
            Node::Compare { .. } | Node::Opaque(_) | Node::ShortCircuit { .. } | Node::Not(_) => Step::Done(self.read(at)),
            Node::Block { body: statements, tail, .. } => {
                let last = body.list(statements).last() == Some(&at.node);
                if last && tail { Step::On } else { Step::Done(None) }
            }
            Node::If { cond, .. } if cond == at.node => Step::Done(None),
            Node::If { .. } | Node::Match { .. } | Node::Select { .. } => Step::On,
            _ => Step::Done(self.out(at)),
        }
    }

    /// A method called on it.
    fn method(&self, at: &mut At<'_>, field: NodeId, name: Name) -> Step {
        let call = self.tree.around(field).nth(1);
        let Some(call) = call.filter(|call| matches!(self.function.body.node(*call), Node::Call { callee, .. } if callee == field)) else {
            return Step::Done(self.out(at));
        };
        match self.accesses.get(&call) {
            Some(kind) if is_map(*kind) => Step::Done(None),
            Some(kind) if is_lock(*kind) => {
                at.kept.locks.clear();
                at.mutable = true;
                Step::To(call)
            }
            _ if passes_on(name.as_str()) => Step::To(call),
            // Another handle of the same storage; a copy of a plain map is noted as an access.
            _ if name.as_str() == "clone" && at.kept.shared => Step::To(call),
            _ => match self.called(call) {
                Some((callee, _)) => {
                    let (_, decl) = self.types.symbols.function(self.types.program, callee);
                    Step::Done(decl.receiver.map(|local| Event::Flow(Holder::Local(callee, local), false)))
                }
                // What the table has with no effect does nothing to it.
                None => match self.types.method(&at.kept.map, name) {
                    Some(_) => Step::Done(None),
                    None => Step::Done(self.out(at)),
                },
            },
        }
    }

    fn called(&self, call: NodeId) -> Option<(FunctionId, &[NodeId])> {
        let site = self.trace.calls.iter().find(|site| site.node == call)?;
        Some((site.callee, &site.arg_nodes))
    }

    /// It is given to a function.
    fn argument(&self, at: &mut At<'_>, call: NodeId, index: usize) -> Step {
        let body = &self.function.body;
        if let Some((callee, nodes)) = self.called(call) {
            let (_, decl) = self.types.symbols.function(self.types.program, callee);
            let param = nodes.iter().position(|node| *node == at.node).and_then(|index| decl.params.get(index).copied());
            // `Type::method(&x, …)` gives the receiver first.
            let param = param.or(decl.receiver.filter(|_| index == 0));
            return Step::Done(Some(match param {
                Some(local) => Event::Flow(Holder::Local(callee, local), at.kept.shared),
                None => Event::Leaves(call),
            }));
        }
        let Node::Call { callee, .. } = body.node(call) else { return Step::Done(self.out(at)) };
        let Node::Path(path) = body.node(callee) else { return Step::Done(self.out(at)) };
        let path = body.path(path);
        match self.types.names.resolve(self.file, self.function.scope, path, Space::Value) {
            Some(Item::Type(id)) => {
                let field = Declared::Field(id, Name::from(&index.to_string()));
                return Step::Done(Some(Event::Flow(Holder::Declared(field), true)));
            }
            Some(Item::Extern(full)) => {
                if self.accesses.get(&call).is_some_and(|kind| is_map(*kind)) {
                    return Step::Done(None);
                }
                let function = self.types.library().functions.get(&full);
                if function.is_some_and(|function| function.drops) {
                    return Step::Done(None);
                }
                if matches!(full.as_str(), "std::mem::take" | "std::mem::replace" | "std::mem::swap") {
                    return Step::Done(Some(Event::Replaced(call)));
                }
                let owner = full.rsplit_once("::").and_then(|(owner, name)| Some((self.types.library().types.get(owner)?, name)));
                if let Some((model, name)) = owner {
                    let copies = model.methods.get(name).is_some_and(|method| method.returns == Returns::Copy);
                    let wraps = matches!(name, "new" | "from") || copies;
                    if model.kind != TypeModelKind::Plain && wraps {
                        at.kept.shared |= model.kind == TypeModelKind::Shared;
                        return Step::To(call);
                    }
                }
            }
            _ => {}
        }
        if path.last().is_some_and(|last| matches!(last.as_str(), "Some" | "Ok")) { Step::To(call) } else { Step::Done(self.out(at)) }
    }

    /// It is bound to names: they are known as other names of it, or hold it from then on.
    fn bound(&self, at: &At<'_>, pattern: PatternId) -> Step {
        let mut locals = Vec::new();
        names(&self.function.body.patterns, pattern, &mut locals, 0);
        let known = |local: &LocalId| self.trace.local_places.get(local.index()).and_then(Option::as_ref) == Some(&at.mention.place);
        Step::Done(match locals.as_slice() {
            [] => None,
            all if all.iter().any(known) => None,
            [one] => Some(Event::Flow(Holder::Local(self.trace.function, *one), true)),
            _ => self.out(at),
        })
    }

    fn assigned(&self, at: &At<'_>, value: NodeId, target: NodeId) -> Option<Event> {
        let mention = self.trace.mentions.iter().find(|mention| mention.node == target).filter(|_| value == at.node);
        match mention.and_then(|mention| holder(self.trace.function, &mention.place)) {
            Some(holder) => Some(Event::Flow(holder, true)),
            None => self.out(at),
        }
    }

    /// It becomes a field of a struct.
    fn element(&self, at: &At<'_>, element: NodeId, name: Name) -> Step {
        let composite = self.tree.around(element).nth(1).map(|node| self.function.body.node(node));
        let Some(Node::Composite { ty, .. }) = composite else { return Step::Done(self.out(at)) };
        let context = self.types.context(self.trace.function);
        let ty = self.types.lower(self.file, self.function.scope, ty, &context);
        match &*ty {
            TyKind::Named(id, _) => Step::Done(Some(Event::Flow(Holder::Declared(Declared::Field(*id, name)), true))),
            _ => Step::Done(self.out(at)),
        }
    }

    fn known(&self, at: &At<'_>, node: NodeId) -> Step {
        Step::Done(if self.accesses.contains_key(&node) { None } else { self.read(at) })
    }

    fn read(&self, at: &At<'_>) -> Option<Event> {
        Some(Event::Lent(at.node))
    }

    /// Where nothing more is seen: it can only be read there, or may be changed as well.
    fn out(&self, at: &At<'_>) -> Option<Event> {
        let plain = at.kept.locks.is_empty() && matches!(self.types.kind(&at.kept.map), TypeModelKind::HashMap | TypeModelKind::OrderedMap);
        let borrowed = self.is_shared_reference(at);
        Some(if plain && borrowed && !at.mutable { Event::Lent(at.node) } else { Event::Leaves(at.node) })
    }

    /// `&map`, or a parameter whose type says so.
    fn is_shared_reference(&self, at: &At<'_>) -> bool {
        if matches!(self.function.body.node(at.node), Node::AddressOf { mutable: false, .. }) {
            return true;
        }
        let Node::Local(local) = self.function.body.node(at.mention.node) else { return false };
        let ty = self.function.body.local(local).ty.and_then(|ty| self.types.program.file(self.file).type_exprs.get(ty.index()));
        matches!(ty, Some(TypeExpr::Pointer { mutable: false, raw: false, .. }))
    }

    fn type_of(&self, mention: &Mention) -> Option<Ty> {
        match self.function.body.node(mention.node) {
            Node::Local(local) => self.trace.local_types.get(local.index()).copied(),
            _ => match mention.place.declared()? {
                Declared::Static(var) => Some(self.types.var(var)),
                Declared::Field(owner, name) => {
                    let owner = TyKind::Named(owner, Box::default());
                    self.types.fields(&owner).into_iter().find(|(field, _)| *field == name).map(|(_, ty)| ty)
                }
            },
        }
    }

    /// Whether a field of something unknown may be changed here: a method is called on it that no
    /// reader has, it is assigned, or handed on.
    fn may_change(&self, node: NodeId) -> bool {
        let body = &self.function.body;
        let mut at = node;
        for _ in 0..DEPTH {
            let Some(parent) = self.tree.around(at).nth(1) else { return false };
            match body.node(parent) {
                Node::Deref(_) | Node::Terminate(_) | Node::Try(_) | Node::Await(_) => at = parent,
                Node::AddressOf { mutable, .. } => return mutable,
                Node::Field { name, .. } => {
                    let reads =
                        matches!(name.as_str(), "get" | "contains_key" | "contains" | "len" | "is_empty" | "iter" | "keys" | "values");
                    let call = self
                        .tree
                        .around(parent)
                        .nth(1)
                        .filter(|call| matches!(body.node(*call), Node::Call { callee, .. } if callee == parent));
                    match call {
                        Some(call) if takes(name.as_str()) => at = call,
                        Some(_) => return !reads && !matches!(name.as_str(), "insert" | "entry" | "clone"),
                        None => return false,
                    }
                }
                Node::Assign { target, .. } => return target == at,
                _ => return false,
            }
        }
        true
    }
}

enum Step {
    /// The parent is the same map.
    On,
    /// That node is.
    To(NodeId),
    /// It ends here.
    Done(Option<Event>),
}

/// Methods whose result is the receiver, or what it wraps.
fn passes_on(name: &str) -> bool {
    takes(name)
        || matches!(
            name,
            "as_ref"
                | "as_mut"
                | "as_deref"
                | "as_deref_mut"
                | "deref"
                | "deref_mut"
                | "borrow"
                | "borrow_mut"
                | "by_ref"
                | "to_owned"
                | "into"
                | "ok"
        )
}

/// Methods that give what is inside a lock, `Option` or `Result`.
fn takes(name: &str) -> bool {
    matches!(
        name,
        "lock"
            | "read"
            | "write"
            | "unwrap"
            | "expect"
            | "unwrap_or_else"
            | "unwrap_or_default"
            | "get_mut"
            | "get_or_init"
            | "get_or_insert_with"
    )
}

fn names(patterns: &[Pattern], pattern: PatternId, found: &mut Vec<LocalId>, depth: usize) {
    if depth > DEPTH {
        return;
    }
    match &patterns[pattern.index()] {
        Pattern::Bind { local, .. } => found.push(*local),
        Pattern::Tuple(parts) | Pattern::Or(parts) => parts.iter().for_each(|part| names(patterns, *part, found, depth + 1)),
        Pattern::Variant { fields, .. } => fields.iter().for_each(|(_, part)| names(patterns, *part, found, depth + 1)),
        Pattern::Reference(inner) => names(patterns, *inner, found, depth + 1),
        Pattern::Wild | Pattern::Value(_) | Pattern::Assign(_) | Pattern::Type { .. } => {}
    }
}
