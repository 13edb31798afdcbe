//! Who makes a struct, and what becomes of what is made: which structs are made anew for each pass of a
//! loop, each task or each call, and die with it. What an `Arc` of such a struct keeps does not live long.
//!
//! A function that returns the struct, or one that keeps it, makes it for its callers: they are asked.

use super::super::names::{Item, Space};
use super::super::region::in_test;
use super::super::trace::{Spawn, Target, Trace};
use super::super::types::{Context, Types};
use super::goes::{Fate, Goes, for_each_item};
use super::long::struct_in;
use crate::analysis::tree::Tree;
use crate::analysis::ty::{FunctionId, Ty, TyKind, TypeId};
use crate::facts::{ClosureId, Name, Node, NodeId, ScopeId};
use crate::source::FileId;
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

/// Where structs are made, outside test code.
pub(super) struct Makers<'a, 'p> {
    traces: &'a [Trace],
    /// By struct: the structs that have it as a field.
    owners: FxHashMap<TypeId, Vec<TypeId>>,
    /// By struct: where a value of it is written, or given by a function that makes one.
    sites: FxHashMap<TypeId, Vec<Site>>,
    /// By function without a receiver: the struct that it returns.
    returns: FxHashMap<FunctionId, TypeId>,
    /// Functions that are run again and again: in a loop, by an iterator, on many threads.
    repeated: FxHashSet<FunctionId>,
    goes: Goes<'a, 'p>,
}

/// A place that makes a struct.
#[derive(Clone, Copy)]
struct Site {
    /// An index into the traces.
    trace: usize,
    node: NodeId,
    /// Run again and again where it stands.
    repeated: bool,
}

/// What one function makes and calls.
#[derive(Default)]
struct Found {
    made: Vec<(TypeId, Site)>,
    /// What is called again and again where the call stands.
    repeated: Vec<FunctionId>,
}

impl<'a, 'p> Makers<'a, 'p> {
    /// Looks through all functions. `fields`: each struct with the type of each of its fields.
    pub(super) fn new(types: &'a Types<'p>, traces: &'a [Trace], fields: &[(TypeId, Ty)]) -> Makers<'a, 'p> {
        let mut owners: FxHashMap<TypeId, Vec<TypeId>> = FxHashMap::default();
        for (owner, ty) in fields {
            if let Some(inside) = struct_in(types, ty) {
                owners.entry(inside.id).or_default().push(*owner);
            }
        }
        let returned = |trace: &Trace| {
            let (_, function) = types.symbols.function(types.program, trace.function);
            let result = types.result(trace.function).filter(|_| function.receiver.is_none())?;
            Some((trace.function, struct_in(types, &types.unwrap(&result))?.id))
        };
        let returns: FxHashMap<FunctionId, TypeId> = traces.par_iter().filter_map(returned).collect();
        let code = |(index, trace): (usize, &Trace)| {
            let (file, function) = types.symbols.function(types.program, trace.function);
            if in_test(types, file, function) { Found::default() } else { of_function(types, &returns, index, trace) }
        };
        let found: Vec<Found> = traces.par_iter().enumerate().map(code).collect();
        let mut sites: FxHashMap<TypeId, Vec<Site>> = FxHashMap::default();
        let mut open: Vec<FunctionId> = Vec::new();
        for found in found {
            found.made.into_iter().for_each(|(id, site)| sites.entry(id).or_default().push(site));
            open.extend(found.repeated);
        }
        let by_function: FxHashMap<FunctionId, &Trace> = traces.iter().map(|trace| (trace.function, trace)).collect();
        let mut repeated: FxHashSet<FunctionId> = open.iter().copied().collect();
        while let Some(function) = open.pop() {
            for site in by_function.get(&function).into_iter().flat_map(|trace| &trace.calls) {
                if repeated.insert(site.callee) {
                    open.push(site.callee);
                }
            }
        }
        let goes = Goes::new(types, traces);
        Makers { traces, owners, sites, returns, repeated, goes }
    }

    /// Whether a struct is made only where it soon dies again. Where nothing is seen that makes it, that is
    /// not known.
    pub(super) fn made_anew(&self, id: TypeId) -> bool {
        let mut keepers = vec![id];
        let mut at = 0;
        while let Some(keeper) = keepers.get(at) {
            let owners = self.owners.get(keeper).map_or(&[][..], Vec::as_slice);
            let new: Vec<TypeId> = owners.iter().filter(|owner| !keepers.contains(owner)).copied().collect();
            keepers.extend(new);
            at += 1;
        }
        // A function that returns one of them hands it to its callers, which are asked instead.
        let hands_on = |site: &&Site| {
            let made = self.returns.get(&self.traces[site.trace].function);
            made.is_some_and(|made| keepers.contains(made))
        };
        let mut sites = keepers.iter().flat_map(|keeper| self.sites.get(keeper).into_iter().flatten());
        let mut asked = sites.by_ref().filter(|site| !hands_on(site)).peekable();
        asked.peek().is_some() && asked.all(|site| self.dies(site))
    }

    /// Whether what is made at a place dies when the code around it has run.
    fn dies(&self, site: &Site) -> bool {
        let trace = &self.traces[site.trace];
        match self.goes.from(trace, site.node) {
            Fate::Stays => true,
            Fate::HandedOn => site.repeated || self.repeated.contains(&trace.function),
            Fate::Kept => false,
        }
    }
}

fn of_function(types: &Types<'_>, returns: &FxHashMap<FunctionId, TypeId>, index: usize, trace: &Trace) -> Found {
    let (file, function) = types.symbols.function(types.program, trace.function);
    let body = &function.body;
    let context = types.context(trace.function);
    let made = |node: &Node| match node {
        Node::Composite { ty, .. } => match &*types.lower(file, function.scope, *ty, &context) {
            TyKind::Named(id, _) => Some(*id),
            _ => None,
        },
        Node::Call { callee, args, .. } if args.len == 0 => match body.node(*callee) {
            Node::Path(path) => default_of(types, file, function.scope, body.path(path), &context),
            _ => None,
        },
        _ => None,
    };
    let mut places: Vec<(TypeId, NodeId)> =
        body.nodes.iter().enumerate().filter_map(|(index, node)| Some((made(node)?, NodeId::new(index)))).collect();
    places.extend(trace.calls.iter().filter_map(|site| Some((*returns.get(&site.callee)?, site.node))));
    if places.is_empty() && trace.calls.is_empty() && trace.spawns.is_empty() {
        return Found::default();
    }
    let tree = Tree::new(body);
    let many = |spawn: &Spawn| spawn.many || repeats(&tree, spawn.node, &[]);
    let closures: Vec<ClosureId> = trace.spawns.iter().filter(|spawn| many(spawn)).filter_map(|spawn| closure(spawn.target)).collect();
    let started = trace.spawns.iter().filter(|spawn| many(spawn)).filter_map(|spawn| match spawn.target {
        Target::Function(function) => Some(function),
        Target::Closure(_) => None,
    });
    let called = trace.calls.iter().filter(|site| repeats(&tree, site.node, &closures)).map(|site| site.callee);
    Found {
        repeated: started.chain(called).collect(),
        made: places.into_iter().map(|(id, node)| (id, Site { trace: index, node, repeated: repeats(&tree, node, &closures) })).collect(),
    }
}

fn closure(target: Target) -> Option<ClosureId> {
    match target {
        Target::Closure(closure) => Some(closure),
        Target::Function(_) => None,
    }
}

/// The struct of which `T::default()` is called; one that is declared is a call like any other.
fn default_of(types: &Types<'_>, file: FileId, scope: ScopeId, path: &[Name], context: &Context) -> Option<TypeId> {
    let (name, owner) = path.split_last().filter(|(name, _)| name.as_str() == "default")?;
    if let [this] = owner
        && this.as_str() == "Self"
        && let Some(TyKind::Named(id, _)) = context.this.as_deref()
    {
        return Some(*id).filter(|id| types.declared_method(*id, *name).is_none());
    }
    match types.names.resolve(file, scope, path, Space::Value)? {
        Item::Member(id, name) if types.declared_method(id, name).is_none() => Some(id),
        _ => None,
    }
}

/// Whether a node is run again and again where it stands: in a loop, in a function literal that an iterator
/// runs for each item, or in one of `many`.
fn repeats(tree: &Tree<'_>, node: NodeId, many: &[ClosureId]) -> bool {
    let body = tree.body;
    let mut inner = node;
    for outer in tree.around(node).skip(1) {
        let again = match body.node(outer) {
            Node::For { body, .. } => body == inner,
            Node::Loop { .. } => true,
            Node::Closure(closure) => many.contains(&closure),
            Node::Call { callee, .. } if matches!(body.node(inner), Node::Closure(_)) => match body.node(callee) {
                Node::Field { name, .. } => for_each_item(name.as_str()),
                _ => false,
            },
            _ => false,
        };
        if again {
            return true;
        }
        inner = outer;
    }
    false
}
