//! Maps that leave: returned, sent, given to a new object, by themselves or inside of what leaves;
//! and what objects made here hold that others have too.

use super::Interpreter;
use super::state::{State, Value};
use crate::analysis::go::effects::{Access, Escape, Exit, is_locked};
use crate::analysis::go::names::{FieldInfo, MAX_INSIDE};
use crate::analysis::go::passed::Moment;
use crate::analysis::go::place::{Place, Root, Step};
use crate::analysis::model::Op;
use crate::analysis::ty::{Ty, TyKind};
use crate::facts::{ClosureId, LocalId, LocalKind, Node, NodeId};
use std::sync::Arc;

/// More shared things than these in objects made here are not kept.
const MAX_HOLDINGS: usize = 32;

impl Interpreter<'_> {
    // ---- what objects made here hold ----------------------------------------------------------

    /// A place of an object made here takes a value that others have too.
    pub(super) fn hold(&mut self, at: Option<Place>, value: &Value, state: &mut State) {
        let (Some(at), Some(from)) = (at.filter(|at| self.is_made_here(at)), &value.place) else { return };
        state.holdings.retain(|(known, _)| *known != at || known.steps.last() == Some(&Step::Element));
        if self.is_made_here(from) || matches!(from.root, Root::Result(_) | Root::Outer) || !self.shares_maps(value) {
            return;
        }
        let copied = value.copied || self.is_plain_struct(&value.ty);
        let holding = (at, Arc::new(Value { copied, direct: false, ..value.clone() }));
        if state.holdings.len() < MAX_HOLDINGS && !state.holdings.contains(&holding) {
            state.holdings.push(holding);
        }
    }

    /// A variable that is a copy of a struct is an object of its own from here on: by its address, it is given other
    /// fields than the original's. Those that it was not given yet hold what the original's do.
    pub(super) fn set_apart(&mut self, copy: LocalId, at: NodeId, state: &mut State) {
        let Some(original) = state.env.get(copy).filter(|value| value.copied && self.is_plain_struct(&value.ty)).cloned() else { return };
        let own = self.allocate(at, original.ty, state);
        for field in self.names().struct_fields(&original.ty) {
            if !state.overridden.contains(&(copy, field.name)) {
                let shared = self.select_field(&original, field.name);
                self.hold(self.select_field(&own, field.name).place, &shared, state);
            }
        }
        state.overridden.retain(|(owner, _)| *owner != copy);
        state.env.insert(copy, Arc::new(Value { kind: original.kind.clone(), foreign: original.foreign.clone(), ..own }));
    }

    /// A copy of which all that refers to something was given another value is handed on: who gets it has those. Of others
    /// the rest leads to what the original has.
    pub(super) fn hand_on_apart(&mut self, argument: NodeId, state: &mut State) {
        let (local, at) = match self.body.node(argument) {
            Node::Local(local) => (local, argument),
            _ => match self.addressed(argument) {
                Some(variable) => variable,
                None => return,
            },
        };
        if state.overridden.iter().all(|(owner, _)| *owner != local) {
            return;
        }
        let is_whole = state.env.get(local).is_some_and(|value| self.is_whole_copy(at, value, state));
        if is_whole {
            self.set_apart(local, at, state);
        }
    }

    /// The variable of which a node is the address.
    pub(super) fn addressed(&self, node: NodeId) -> Option<(LocalId, NodeId)> {
        let Node::AddressOf { operand, .. } = self.body.node(node) else { return None };
        if let Node::Local(local) = self.body.node(operand) { Some((local, operand)) } else { None }
    }

    /// The value, or what the place in an object made here was given.
    pub(super) fn held_value(&self, value: Value, state: &State) -> Value {
        let Some(place) = value.place.as_ref().filter(|place| !state.holdings.is_empty() && self.is_made_here(place)) else { return value };
        let mut given = state.holdings.iter().filter(|(at, _)| at == place).map(|(_, held)| held);
        match (given.next(), given.next()) {
            (Some(held), None) if !self.is_taken_out(held) => Value { ty: value.ty, kind: value.kind, direct: false, ..Value::clone(held) },
            _ => value,
        }
    }

    /// This function takes entries out of the container that the value came from: what it has then
    /// is its own.
    fn is_taken_out(&self, value: &Value) -> bool {
        let Some(place) = &value.place else { return false };
        let takes = |op: Op| matches!(op, Op::Delete | Op::Clear | Op::Replace);
        self.out
            .accesses
            .iter()
            .any(|access| takes(access.op) && access.place.as_ref().is_some_and(|from| from != place && from.holds(place)))
    }

    /// The value lies in an object made here, in a part that was taken out of where it was.
    pub(super) fn holds_taken(&self, value: &Value, state: &State) -> bool {
        let Some(place) = &value.place else { return false };
        state.holdings.iter().any(|(at, held)| at.holds(place) && self.is_taken_out(held))
    }

    /// The place belongs to something that this function made.
    fn is_made_here(&self, place: &Place) -> bool {
        match place.root {
            Root::Fresh(_) => true,
            Root::Local(local) => self.is_variable(local) && !self.names().is_pointer(&self.local_ty(local)),
            _ => false,
        }
    }

    pub(super) fn is_variable(&self, local: LocalId) -> bool {
        matches!(self.body.local(local).kind, LocalKind::Variable | LocalKind::Result)
    }

    /// A map, or a struct by value. Whoever has a pointer to a struct can take the lock in it.
    fn shares_maps(&self, value: &Value) -> bool {
        self.is_plain_struct(&value.ty) || matches!(&*self.names().underlying(&value.ty), TyKind::Map(..))
    }

    /// A place takes an object that was just made.
    pub(super) fn note_renewal(&mut self, to: &Place, value: &Value, state: &mut State) {
        state.renewed.retain(|known| !to.holds(known));
        if matches!(value.place.as_ref().map(|from| (from.root, from.steps.is_empty())), Some((Root::Fresh(_), true))) {
            state.renewed.insert(to.clone());
        }
    }

    /// An entry of a container made here takes an object that others have, and that has a lock for
    /// them. Who gets the container gets what is not its own.
    pub(super) fn note_gathering(&mut self, container: &Value, value: &Value) {
        let (Some(into), Some(from)) = (&container.place, &value.place) else { return };
        let others = matches!(from.root, Root::Global(_)) || matches!(from.root, Root::Local(local) if self.is_param(local));
        let is_pointer = self.names().is_pointer(&value.ty);
        if let (Root::Fresh(made), true) = (into.root, others && is_pointer && self.names().has_lock(&value.ty)) {
            self.gathering.insert(made);
        }
    }

    // ---- what leaves ----------------------------------------------------------------------------

    /// A result of the function, or of a closure that somebody else calls.
    pub(super) fn note_return(&mut self, node: NodeId, value: &Value, state: &State) {
        let gets_out = match self.closures[..] {
            [] => true,
            [closure] => self.uncertain && self.locks_itself(closure, state),
            _ => false,
        };
        if gets_out && self.thread.is_none() {
            self.note_exit(node, value, Exit::Returned, None, state);
        }
    }

    /// The closure holds a lock here that was not held where it was written.
    fn locks_itself(&self, closure: ClosureId, state: &State) -> bool {
        let before = self.created.get(&closure).map_or(&[][..], |created| &created.held);
        state.held.iter().any(|lock| before.iter().all(|outer| outer.place != lock.place))
    }

    /// A field of an object that a caller handed in takes a map from elsewhere. One that takes it from
    /// the same field of a twin comes in its stead, under the same lock.
    pub(super) fn note_store(&mut self, at: NodeId, field: &Value, value: &Value, state: &State) {
        let Some(to) = field.place.as_ref().filter(|_| field.slot != value.slot) else { return };
        let handed_in = |root: Root| matches!(root, Root::Local(local) if self.function.param(local).is_some());
        let elsewhere = value.place.as_ref().is_some_and(|from| from.root != to.root);
        if elsewhere && handed_in(to.root) && self.is_map(&value.ty) {
            self.note_exit(at, value, Exit::Stored, None, state);
        }
    }

    /// An element of a composite literal.
    pub(super) fn give(&mut self, element: NodeId, made: &Value, value: &Value, state: &mut State) {
        match self.body.node(element) {
            Node::NamedElement { name, value: node } => {
                let field = self.field_of(made, name, value.ty);
                let into = made.place.as_ref().and_then(|place| if let Root::Fresh(node) = place.root { Some(node) } else { None });
                if let Some(slot) = field.slot {
                    self.note_exit(node, value, Exit::Given(slot), into, state);
                }
                self.hold(field.place, value, state);
            }
            _ => self.hold(self.element_of(made, value.ty).place, value, state),
        }
    }

    /// Writes down the maps in what leaves.
    pub(super) fn note_exit(&mut self, node: NodeId, value: &Value, exit: Exit, into: Option<NodeId>, state: &State) {
        if state.unreachable || self.trials > 0 || self.in_constructor_code() || self.is_no_exit(value, exit, state) {
            return;
        }
        for (map, copied) in self.maps_in(node, value, state) {
            let known = self.out.escapes.iter_mut().find(|known| {
                (known.access.node, known.exit, known.access.thread) == (node, exit, self.thread) && known.access.place == map.place
            });
            if let Some(known) = known {
                known.access.held.retain(|held| state.held.iter().any(|twin| twin.place == held.place));
                super::state::union(&mut known.access.alive, &state.alive);
                continue;
            }
            let Some(access) = self.read_at(node, &map, state) else { continue };
            let itself = map.place == value.place;
            self.out.escapes.push(Escape { access, exit, itself, copied, into, writer: None });
        }
    }

    /// What was made here leaves to no effect: see [`Interpreter::settle_escapes`].
    fn is_no_exit(&self, value: &Value, exit: Exit, state: &State) -> bool {
        let may_run_on = exit == Exit::Returned && !self.body.closures.is_empty();
        !may_run_on && state.holdings.is_empty() && value.place.as_ref().is_some_and(|place| self.is_made_here(place))
    }

    /// The map as if it were read here, with the locks under which it was got.
    fn read_at(&self, node: NodeId, map: &Value, state: &State) -> Option<Access> {
        let mut held = state.held.clone();
        if !map.direct && map.place.as_ref().is_some_and(|place| !self.is_made_here(place)) {
            let loads = self.out.accesses.iter().filter(|access| access.place == map.place && access.thread == self.thread);
            for lock in loads.filter(|access| access.op == Op::Load).flat_map(|access| &access.held) {
                if held.iter().all(|known| known.place != lock.place) {
                    held.push(lock.clone());
                }
            }
        }
        Some(Access {
            node,
            place: map.place.clone(),
            root_ty: self.root_type(map),
            slot: map.slot?,
            ty: map.ty,
            op: Op::Load,
            direct: map.direct,
            held,
            owned: self.is_owned(map, state),
            thread: self.thread,
            alive: state.alive.clone(),
            uncertain: self.uncertain,
            by_fresh: false,
            handed_on: false,
            per_instance: false,
            renewed: false,
            first: false,
            seen: false,
            own_steps: 0,
            when: None,
            made_here: self.is_of_this_thread(map),
            moment: Moment::default(),
        })
    }

    /// The maps that leave with a value: itself, those in a struct that is copied, those in what was
    /// made here. With each, how far above it lies the struct that was copied.
    pub(super) fn maps_in(&self, node: NodeId, value: &Value, state: &State) -> Vec<(Value, Option<usize>)> {
        let mut found = Vec::new();
        if state.holdings.is_empty() && !self.names().may_lead_to_map(&value.ty) {
            return found;
        }
        let mut pending = vec![(value.clone(), 0, None)];
        while let Some((value, depth, copied)) = pending.pop() {
            let Some(place) = value.place.clone() else { continue };
            if self.is_map(&value.ty) && value.slot.is_some() {
                found.push((value.clone(), copied));
            }
            let own = self.is_made_here(&place);
            if depth >= MAX_INSIDE || self.is_taken_out(&value) {
                continue;
            }
            let by_value = self.is_plain_struct(&value.ty) || value.copied;
            if own || by_value {
                let above = |copied: Option<usize>| if own { None } else { Some(copied.map_or(1, |above| above + 1)) };
                for field in self.names().struct_fields(&value.ty) {
                    if depth == 0 && self.is_overridden(node, field.name, state) {
                        continue;
                    }
                    let inner = self.field_of(&value, field.name, field.ty);
                    let given = own && state.holdings.iter().any(|(at, _)| Some(at) == inner.place.as_ref());
                    if !given {
                        pending.push((inner, depth + 1, above(copied)));
                    }
                }
            }
            if own {
                let held = state.holdings.iter().filter(|(at, _)| *at != place && place.holds(at));
                pending.extend(held.map(|(_, held)| (Value::clone(held), depth + 1, None)));
            }
        }
        found
    }

    /// The field of a struct copy was given a value of its own.
    fn is_overridden(&self, node: NodeId, field: crate::facts::Name, state: &State) -> bool {
        match self.body.node(node) {
            Node::AddressOf { operand, .. } => self.is_overridden(operand, field, state),
            Node::Local(local) => state.overridden.contains(&(local, field)),
            _ => false,
        }
    }

    /// The variable is a copy of a struct, and each of its fields that refers to something was given another value:
    /// an object of its own.
    pub(super) fn is_whole_copy(&self, variable: NodeId, value: &Value, state: &State) -> bool {
        let own = |field: &FieldInfo| self.is_data(&field.ty, 0) || self.is_overridden(variable, field.name, state);
        let is_variable = matches!(self.body.node(variable), Node::Local(_));
        let fields = if is_variable && value.copied { self.names().struct_fields(&value.ty) } else { Vec::new() };
        !fields.is_empty() && fields.iter().all(own)
    }

    /// Nothing in a value of the type refers to anything that a copy of it has too.
    fn is_data(&self, ty: &Ty, depth: usize) -> bool {
        let fields = || self.names().struct_fields(ty);
        match &*self.names().underlying(ty) {
            TyKind::Struct(..) | TyKind::Named(..) if !self.names().is_interface(ty) => {
                depth < MAX_INSIDE && fields().iter().all(|field| self.is_data(&field.ty, depth + 1))
            }
            TyKind::Library(..) => !self.is_map(ty) && !self.names().is_interface(ty),
            _ => self.is_plain_data(ty),
        }
    }

    // ---- objects made here --------------------------------------------------------------------

    /// Leaves out what does not leave after all: a new object that stays here, a map that this
    /// function takes away from its owner under the lock. Of the objects made here only those are of
    /// interest that leave under a lock of this function under which a closure, which may still run
    /// then, writes their map in place.
    pub(super) fn settle_escapes(&mut self) {
        let mut escapes = std::mem::take(&mut self.out.escapes);
        escapes.retain_mut(|escape| {
            let Some(place) = escape.access.place.as_ref().filter(|place| self.is_made_here(place)) else {
                let taken = self
                    .out
                    .accesses
                    .iter()
                    .any(|access| access.op == Op::Replace && is_locked(&access.held) && access.place == escape.access.place);
                return !escape.access.owned && !taken && escape.into.is_none_or(|made| self.leaves(made));
            };
            escape.writer = self.out.accesses.iter().position(|write| {
                let runs_on = write.uncertain
                    || write.thread.is_some_and(|thread| escape.access.alive.contains(&thread) || self.kept_run(thread).is_some());
                let guarded =
                    write.held.iter().any(|lock| lock.exclusive && escape.access.held.iter().any(|held| held.place == lock.place));
                write.op.writes() && write.op != Op::Replace && write.place.as_ref() == Some(place) && runs_on && guarded
            });
            escape.exit == Exit::Returned && escape.writer.is_some()
        });
        self.out.escapes = escapes;
    }

    /// What was made here is returned, stored or handed to a goroutine.
    fn leaves(&self, made: NodeId) -> bool {
        self.escapes.contains_key(&made) || self.is_returned(made)
    }

    /// What was made here is, or is a part of, what the function returns.
    pub(super) fn is_returned(&self, made: NodeId) -> bool {
        let is_it = |value: &Value| value.place.as_ref().is_some_and(|place| place.root == Root::Fresh(made));
        self.results.iter().flatten().any(is_it)
    }
}
