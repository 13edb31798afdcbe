//! The two halves of a sequence: what asks a map, and what writes to it, in the function itself or in
//! one that it calls.

use super::place::Place;
use super::state::{Guard, GuardId};
use super::summary::translate;
use super::text::key;
use super::trace::{Access, CallSite, Trace};
use super::types::{Types, is_map};
use crate::analysis::tree::Tree;
use crate::analysis::ty::{FunctionId, Ty, TyKind, unknown};
use crate::facts::{ClosureId, Effect, Function, Node, NodeId, TypeModelKind};
use rustc_hash::FxHashMap;

/// A question asked of a map.
#[derive(Debug)]
pub(super) struct Check {
    /// The call.
    pub(super) node: NodeId,
    /// The map.
    pub(super) place: Place,
    /// What is asked; of a function that counts the entries, their number.
    pub(super) effect: Effect,
    /// The key, for comparison.
    pub(super) key: Option<String>,
    /// Guards alive meanwhile.
    pub(super) alive: Vec<GuardId>,
    /// See [`Access::detached`].
    pub(super) detached: Option<ClosureId>,
    /// A function that is called asks.
    pub(super) in_helper: bool,
}

/// A write to a map.
#[derive(Debug)]
pub(super) struct Act {
    /// The call.
    pub(super) node: NodeId,
    /// The map.
    pub(super) place: Place,
    /// Its type.
    pub(super) ty: Ty,
    /// What kind of map it is.
    pub(super) kind: TypeModelKind,
    /// `Insert`, or `GetOrInsert`, which asks for its key itself.
    pub(super) effect: Effect,
    /// The key, for comparison.
    pub(super) key: String,
    /// The value written.
    pub(super) value: Option<NodeId>,
    /// Its type.
    pub(super) value_ty: Ty,
    /// Guards alive just before.
    pub(super) held: Vec<GuardId>,
    /// The lock under which it is written: its place and type.
    pub(super) lock: Option<(Place, Ty)>,
    /// See [`Access::detached`].
    pub(super) detached: Option<ClosureId>,
    /// A function that is called writes.
    pub(super) in_helper: bool,
    /// That function does more than to write.
    pub(super) works: bool,
}

/// A function and the traces of those that it may call.
#[derive(Clone, Copy, Debug)]
pub(super) struct Steps<'a, 'p> {
    pub(super) types: &'a Types<'p>,
    pub(super) trace: &'a Trace,
    pub(super) function: &'p Function,
    pub(super) by_function: &'a FxHashMap<FunctionId, &'a Trace>,
}

impl<'a> Steps<'a, '_> {
    /// All questions, those in functions that are called last.
    pub(super) fn checks(&self) -> Vec<Check> {
        let asking = self.trace.accesses.iter().filter(|access| is_map(access.kind) && asks(access.effect));
        let own = asking.filter_map(|access| {
            Some(Check {
                node: access.node,
                place: access.place.clone()?,
                effect: access.effect,
                key: access.key.and_then(|node| key(&self.function.body, node)),
                alive: guards(&access.alive),
                detached: access.detached,
                in_helper: false,
            })
        });
        own.chain(self.trace.calls.iter().filter_map(|site| self.asked_by(site))).collect()
    }

    /// Calls of functions that do nothing to a map but ask it for a key that they are given, or count it.
    fn asked_by(&self, site: &CallSite) -> Option<Check> {
        let callee = self.by_function.get(&site.callee).filter(|callee| callee.returned.is_none())?;
        let mut asked = callee.accesses.iter().filter(|access| is_map(access.kind));
        let access = asked.next()?;
        if asked.next().is_some() {
            return None;
        }
        let counts = matches!(access.effect, Effect::Len | Effect::Range) && self.gives_number(site.callee);
        let (effect, key) = match access.effect {
            Effect::Get | Effect::Contains => (access.effect, Some(key(&self.function.body, self.given_key(site, access)?)?)),
            _ if counts => (Effect::Len, None),
            _ => return None,
        };
        let place = translate(self.types, site, access.place.as_ref()?)?;
        Some(Check { node: site.node, place, effect, key, alive: guards(&site.alive), detached: site.detached, in_helper: true })
    }

    fn gives_number(&self, function: FunctionId) -> bool {
        let result = self.types.result(function);
        result.is_some_and(|ty| matches!(&*ty, TyKind::Basic(name) if matches!(name.as_str(), "usize" | "u64" | "u32" | "u16")))
    }

    /// All writes, those in functions that are called last.
    pub(super) fn acts(&self) -> Vec<Act> {
        let writing = self.trace.accesses.iter().filter(|access| is_map(access.kind) && !access.raw && writes(access.effect));
        let own = writing.filter_map(|access| {
            let place = access.place.clone()?;
            let held = guards(&access.alive);
            let lock = lock_over(&self.trace.guards, &held, &place).map(|lock| (lock.place.clone(), lock.ty));
            Some(Act {
                node: access.node,
                ty: access.ty,
                kind: access.kind,
                effect: access.effect,
                key: key(&self.function.body, access.key?)?,
                value: access.value,
                value_ty: access.value_ty,
                held,
                lock,
                detached: access.detached,
                in_helper: false,
                works: false,
                place,
            })
        });
        own.chain(self.trace.calls.iter().flat_map(|site| self.written_by(site))).collect()
    }

    /// What a function writes under a key that it is given, and has not asked for itself.
    fn written_by(&self, site: &'a CallSite) -> Vec<Act> {
        let Some(callee) = self.by_function.get(&site.callee).filter(|_| site.callee != self.trace.function) else { return Vec::new() };
        let (_, function) = self.types.symbols.function(self.types.program, site.callee);
        let mut found: Vec<Act> = Vec::new();
        for access in callee.accesses.iter().filter(|access| is_map(access.kind) && !access.raw && access.effect == Effect::Insert) {
            let Some(inner) = access.place.as_ref().filter(|_| access.detached.is_none()) else { continue };
            let touches = |other: &&Access| other.place.as_ref() == Some(inner) && other.effect != Effect::Insert;
            let asked = callee.accesses.iter().any(|other| touches(&other) && (asks(other.effect) || other.effect == Effect::GetOrInsert));
            if asked || !is_statement(function, access.node) {
                continue;
            }
            let Some(key) = self.given_key(site, access).and_then(|node| key(&self.function.body, node)) else { continue };
            let Some(place) = translate(self.types, site, inner).filter(|place| found.iter().all(|known| known.place != *place)) else {
                continue;
            };
            let held = guards(&site.alive);
            let own = lock_over(&callee.guards, &guards(&access.alive), inner)
                .and_then(|lock| Some((translate(self.types, site, &lock.place)?, lock.ty)));
            let outer = || lock_over(&self.trace.guards, &held, &place).map(|lock| (lock.place.clone(), lock.ty));
            let others = callee.accesses.iter().any(|other| is_map(other.kind) && other.place.as_ref() != Some(inner));
            found.push(Act {
                node: site.node,
                ty: access.ty,
                kind: access.kind,
                effect: access.effect,
                key,
                value: None,
                value_ty: unknown(),
                lock: own.or_else(outer),
                held,
                detached: site.detached,
                in_helper: true,
                works: others || !callee.awaits.is_empty() || !callee.spawns.is_empty(),
                place,
            });
        }
        found
    }

    /// The argument that a function uses as the key of an access, by itself.
    fn given_key(&self, site: &CallSite, access: &Access) -> Option<NodeId> {
        let (_, callee) = self.types.symbols.function(self.types.program, site.callee);
        let mut node = access.key?;
        while let Node::AddressOf { operand, .. } | Node::Deref(operand) = callee.body.node(node) {
            node = operand;
        }
        let Node::Local(local) = callee.body.node(node) else { return None };
        let index = callee.param(local)?;
        site.arg_nodes.get(index).copied()
    }
}

/// Whether nobody looks at what a call gives.
fn is_statement(function: &Function, node: NodeId) -> bool {
    let tree = Tree::new(&function.body);
    let outer = tree.around(node).nth(1).map(|outer| function.body.node(outer));
    matches!(outer, None | Some(Node::Block { .. } | Node::Terminate(_)))
}

/// The lock under which a place is used.
fn lock_over<'g>(all: &'g [Guard], held: &[GuardId], place: &Place) -> Option<&'g Guard> {
    held.iter().map(|guard| &all[*guard]).find(|guard| guard.kind.is_lock() && guard.place.covers(place))
}

fn guards(alive: &super::trace::Alive) -> Vec<GuardId> {
    alive.iter().map(|(guard, _)| *guard).collect()
}

/// Whether an operation asks for an entry, or for how many there are.
pub(super) fn asks(effect: Effect) -> bool {
    matches!(effect, Effect::Get | Effect::Contains | Effect::Update | Effect::Len)
}

fn writes(effect: Effect) -> bool {
    matches!(effect, Effect::Insert | Effect::GetOrInsert)
}
