//! Maps that others have too: parts of shared objects, of struct copies, of other objects' fields.
//!
//! A value carries the claim that others have on it ([`Foreign`]); a field that was given another
//! object's map carries it in the state. A write to such a map with no lock held is written down,
//! here or through a callee that writes a map of its parameter. Whether somebody else really uses
//! the map at that time is asked of the whole program later.

use super::Interpreter;
use super::state::{State, Value};
use crate::analysis::go::effects::{Claim, Foreign, ForeignWrite, ParamWrite, PassedMap, Returned};
use crate::analysis::go::library;
use crate::analysis::go::place::{self, Place, Root, Step};
use crate::analysis::model::Op;
use crate::analysis::ty::{FunctionId, Ty, TyKind};
use crate::facts::{Effect, LocalId, LocalKind, MethodModel, Name, Node, NodeId, Returns};
use std::sync::Arc;
use thin_vec::ThinVec;

/// How deep a struct that is copied is searched for maps.
const MAX_COPY_DEPTH: usize = 3;

/// More maps of its parameters than these are not told to a function's callers.
const MAX_PARAM_WRITES: usize = 16;

impl Interpreter<'_> {
    /// The value with the claim that others hold it.
    pub(super) fn shared_value(&self, value: Value, whose: &str, keeps: bool, at: NodeId) -> Value {
        let foreign = Foreign { claim: Claim::Shared { whose: Name::from(whose), keeps }, source: None, at };
        Value { foreign: Some(Arc::new(foreign)), ..value }
    }

    /// What a concurrent map or an atomic cell holds: whoever has the container gets it, as a part of the container's object.
    /// Of what a container of this call alone holds, it is not known where it comes from.
    pub(super) fn held_in(&self, container: &Value, ty: Ty, whose: &str, at: NodeId, state: &State) -> Value {
        let of_this_call = match container.place.as_ref().map(|place| (place.root, place.steps.is_empty())) {
            Some((Root::Local(local), true)) => {
                self.body.local(local).kind == LocalKind::Variable && self.thread.is_none() && !state.shared_locals.contains(&local)
            }
            _ => self.is_owned(container, state),
        };
        if of_this_call {
            return Value::of(ty);
        }
        self.shared_value(Value { slot: None, ..self.element_of(container, ty) }, whose, false, at)
    }

    /// What a method of a library's struct returns: an object that others get too, a part of the
    /// receiver, or another object like it.
    pub(super) fn library_part(&self, node: NodeId, receiver: &Value, name: Name) -> Option<Value> {
        let model = library::model(self.names(), &receiver.ty)?;
        if let Some(whose) = model.shares.get(name.as_str()) {
            return Some(self.shared_value(Value::unknown(), whose, model.keeps, node));
        }
        if let Some(ty) = model.parts.get(name.as_str()) {
            let part = self.field_of(receiver, name, library::written(ty));
            return Some(Value { direct: false, ..part });
        }
        model.chains.then(|| Value::of(receiver.ty))
    }

    /// What a method of an interface returns, with the claim of a lister's cache on it where it is one.
    pub(super) fn listed(&self, node: NodeId, receiver: &Value, name: Name, mut results: Vec<Value>) -> Vec<Value> {
        let whose = self.names().lister(&receiver.ty, name);
        if let (Some(whose), Some(first)) = (whose, results.first_mut().filter(|first| first.foreign.is_none())) {
            *first = self.shared_value(first.clone(), whose, false, node);
        }
        results
    }

    /// A method of a map with a name outside the tree.
    pub(super) fn library_map_method(&mut self, node: NodeId, map: &Value, model: &MethodModel, state: &mut State) -> Value {
        let Node::Call { callee, .. } = self.body.node(node) else { return Value::unknown() };
        let at = match self.body.node(callee) {
            Node::Field { base, .. } => base,
            _ => node,
        };
        let op = match model.effect {
            Effect::Insert => Op::Insert,
            Effect::Remove => Op::Delete,
            Effect::Get => Op::Get,
            Effect::Range => Op::Range,
            Effect::Len => Op::Len,
            Effect::Clear => Op::Clear,
            _ if model.returns == Returns::Copy => Op::Copy,
            _ => return Value::unknown(),
        };
        self.record(at, map, op, state);
        match model.returns {
            Returns::Copy => self.allocate(node, map.ty, state),
            Returns::Receiver => map.clone(),
            _ => Value::unknown(),
        }
    }

    /// Whether the index shows that what has no known type is a map: only a map has texts for keys.
    pub(super) fn is_map_by_key(&self, container: &Value, key: &Value) -> bool {
        let text = |ty: &Ty| matches!(&*self.names().underlying(ty), TyKind::Basic(name) if name.as_str() == "string");
        container.ty.is_unknown() && container.foreign.is_some() && text(&key.ty)
    }

    /// What a variable gets: a struct read out of an object is a copy that shares the maps inside.
    pub(super) fn as_copy(&self, value: Value, at: NodeId) -> Value {
        if value.foreign.is_some() || value.copied || !self.is_plain_struct(&value.ty) || !self.is_others(&value) {
            return value;
        }
        let foreign = Foreign { claim: Claim::Copied, source: value.place.clone(), at };
        Value { foreign: Some(Arc::new(foreign)), ..value }
    }

    /// The value is, or is a part of, what a caller or the whole package has.
    fn is_others(&self, value: &Value) -> bool {
        let Some(place) = &value.place else { return false };
        // What is taken out of a container is put back, more often than not.
        let entry = place.steps.contains(&Step::Element);
        match place.root {
            Root::Local(local) => self.is_param(local) && !entry,
            Root::Global(_) => !entry,
            _ => false,
        }
    }

    /// A field takes a value: the map is another object's as well, or one of its own.
    pub(super) fn lend(&self, to: &Value, value: &Value, at: NodeId, state: &mut State) {
        let Some(place) = &to.place else { return };
        state.unshared.insert(place.clone());
        state.borrowed.retain(|known, _| place::rebase(known, place, place).is_none());
        self.lend_parts(place, value, at, 0, state);
    }

    fn lend_parts(&self, to: &Place, value: &Value, at: NodeId, depth: usize, state: &mut State) {
        if value.place.as_ref().is_some_and(|from| from == to) {
            return;
        }
        if self.is_map(&value.ty) {
            let whole = value.place.as_ref().is_none_or(|place| place.steps.is_empty() && !matches!(place.root, Root::Global(_)));
            let foreign = match &value.foreign {
                Some(foreign) => Some(Arc::clone(foreign)),
                // A map that is a parameter by itself is given on purpose.
                None if whole || !self.is_others(value) || value.place.as_ref().is_some_and(|from| from.root == to.root) => None,
                None => Some(Arc::new(Foreign { claim: Claim::Aliased, source: value.place.clone(), at })),
            };
            if let Some(foreign) = foreign {
                state.borrowed.insert(to.clone(), foreign);
            }
            return;
        }
        if depth >= MAX_COPY_DEPTH || !self.is_plain_struct(&value.ty) || self.names().is_pointer(&value.ty) {
            return;
        }
        let value = self.as_copy(value.clone(), at);
        for field in self.names().struct_fields(&value.ty) {
            let inner = self.field_of(&value, field.name, field.ty);
            if let Some(to) = place::step(to, Step::Field(field.name)) {
                self.lend_parts(&to, &inner, at, depth + 1, state);
            }
        }
    }

    /// The maps of others that lie in what the function made and returns.
    #[expect(clippy::iter_over_hash_type, reason = "what is found is sorted: no order shows")]
    pub(super) fn note_passed_maps(&mut self, results: &[Vec<Value>], state: &State) {
        let outer = place::root(Root::Outer);
        let made = |value: &Value| value.place.as_ref().filter(|at| at.steps.is_empty() && matches!(at.root, Root::Fresh(_))).cloned();
        let returned: Vec<Place> = results.iter().filter_map(|values| made(values.first()?)).collect();
        let mut passes: ThinVec<PassedMap> = ThinVec::new();
        for (at, foreign) in &state.borrowed {
            let Some(at) = returned.iter().find_map(|object| place::rebase(at, object, &outer)) else { continue };
            let of_caller = |source: &&Place| match source.root {
                Root::Local(local) => self.is_param(local),
                root => matches!(root, Root::Global(_)),
            };
            let source = foreign.source.as_ref().filter(of_caller).filter(|_| foreign.claim == Claim::Aliased);
            passes.extend(source.map(|source| PassedMap { at, source: source.clone() }));
        }
        passes.sort_unstable_by(|one, other| (&one.at, &one.source).cmp(&(&other.at, &other.source)));
        passes.truncate(MAX_PARAM_WRITES);
        self.out.summary.passes = passes;
    }

    /// What a callee made and returns has maps of others in it.
    pub(super) fn take_passed_maps(&self, id: FunctionId, receiver: Option<&Value>, args: &[Value], node: NodeId, state: &mut State) {
        let (world, outer) = (self.world, place::root(Root::Outer));
        for passed in &world.summary(id).passes {
            let at = place::rebase(&passed.at, &outer, &place::root(Root::Fresh(node)));
            let source = self.to_caller(id, &passed.source, receiver, args);
            if let (Some(at), Some(source)) = (at, source) {
                state.borrowed.insert(at, Arc::new(Foreign { claim: Claim::Aliased, source: Some(source), at: node }));
            }
        }
    }

    /// A field of a struct variable that is a copy, as the variable's own.
    pub(super) fn own_field(&self, local: LocalId, name: Name) -> Option<Place> {
        place::step(&place::root(Root::Local(local)), Step::Field(name))
    }

    /// In `absent` what was compared is nil: nobody's map.
    pub(super) fn note_nil(&self, compared: NodeId, value: &Value, absent: &mut State) {
        absent.unshared.extend(value.place.clone());
        if let Node::Field { base, name } = self.body.node(compared)
            && let Node::Local(local) = self.body.node(base)
        {
            absent.unshared.extend(self.own_field(local, name));
        }
    }

    /// The claim on what a place holds.
    pub(super) fn claim_at(&self, place: Option<&Place>, state: &State) -> Option<Arc<Foreign>> {
        state.borrowed.get(place?).cloned()
    }

    /// A part of an object with the claim on its place.
    pub(super) fn claimed(&self, part: Value, state: &State) -> Value {
        match self.claim_at(part.place.as_ref(), state) {
            Some(foreign) => Value { foreign: Some(foreign), ..part },
            None => part,
        }
    }

    /// An entry of a container takes an object that others hold.
    pub(super) fn lend_entry(&self, container: &Value, value: &Value, state: &mut State) {
        let entry = container.place.as_ref().and_then(|place| place::step(place, Step::Element));
        if let (Some(entry), Some(foreign), Some(_)) = (entry, &value.foreign, shared_by(value)) {
            state.borrowed.insert(entry, Arc::clone(foreign));
        }
    }

    /// What a callee was given the address of may have maps of its own from then on.
    pub(super) fn note_address_given(&self, value: &Value, state: &mut State) {
        let copied = value.foreign.as_ref().is_some_and(|foreign| foreign.claim == Claim::Copied);
        if let (Some(place), true) = (&value.place, copied) {
            state.unshared.insert(place.clone());
        }
    }

    /// A write to a map: is it one that others have too?
    pub(super) fn note_foreign_write(&mut self, node: NodeId, map: &Value, op: Op, state: &State) {
        if !matches!(op, Op::Insert | Op::Update | Op::Delete | Op::Clear) {
            return;
        }
        self.foreign_write((self.id, node), None, map, op, state);
    }

    fn foreign_write(&mut self, site: (FunctionId, NodeId), call: Option<NodeId>, map: &Value, op: Op, state: &State) {
        if state.unreachable || self.trials > 0 || self.in_constructor_code() || state.held.iter().any(|held| !held.once) {
            return;
        }
        let renewed = |place: &Place| state.unshared.iter().any(|own| place::rebase(place, own, own).is_some());
        let borrowed = self.claim_at(map.place.as_ref(), state);
        let claim = borrowed.or_else(|| map.foreign.clone().filter(|_| !map.place.as_ref().is_some_and(renewed)));
        if let Some(foreign) = claim.filter(|foreign| foreign.claim != Claim::Gathered) {
            // The map of a parameter, by another name: whose it is, callers know.
            if let (Claim::Aliased, Some(source)) = (foreign.claim, foreign.source.as_ref().filter(|source| !renewed(source))) {
                self.note_param_write(site, source, map, op);
            }
            let known = self.out.foreign_writes.iter().any(|write| write.site == site && write.call == call);
            if !known {
                let (place, slot, ty) = (map.place.clone(), map.slot, map.ty);
                self.out.foreign_writes.push(ForeignWrite { op, site, call, place, slot, ty, foreign, handed_on: false });
            }
            return;
        }
        if let Some(place) = map.place.as_ref().filter(|place| !renewed(place)) {
            self.note_param_write(site, place, map, op);
        }
    }

    /// A write to a map that lies at that place, if this is in a parameter.
    fn note_param_write(&mut self, site: (FunctionId, NodeId), place: &Place, map: &Value, op: Op) {
        let of_param = matches!(place.root, Root::Local(local) if self.is_param(local)) && self.thread.is_none();
        let writes = &mut self.out.summary.writes;
        if of_param && writes.len() < MAX_PARAM_WRITES && writes.iter().all(|write| write.place != *place) {
            writes.push(ParamWrite { place: place.clone(), op, site, slot: map.slot, ty: map.ty });
        }
    }

    /// What a callee writes in the maps of its parameters, and what it returns of others' objects.
    pub(super) fn apply_writes(&mut self, node: NodeId, id: FunctionId, receiver: Option<&Value>, args: &[Value], state: &mut State) {
        let world = self.world;
        for write in &world.summary(id).writes {
            let Some(value) = self.argument_of(id, write.place.root, receiver, args) else { continue };
            let Some(place) = self.to_caller(id, &write.place, receiver, args) else { continue };
            // The copy's own fields are the caller's no longer, what they point to is.
            let copied = value.foreign.as_ref().is_some_and(|foreign| foreign.claim == Claim::Copied);
            let foreign = value.foreign.clone().filter(|_| !copied || write.place.steps.len() <= 1);
            let map = Value { place: Some(place), slot: write.slot, foreign, ..Value::of(write.ty) };
            self.foreign_write(write.site, Some(node), &map, write.op, state);
        }
    }

    /// A field of a parameter takes another map.
    pub(super) fn note_replaced_param(&mut self, field: &Value, value: &Value) {
        let Some(place) = field.place.as_ref().filter(|_| self.trials == 0 && self.thread.is_none()) else { return };
        let others = value.foreign.is_some() || self.is_others(value);
        let of_param = matches!(place.root, Root::Local(local) if self.is_param(local));
        let replaces = &mut self.out.summary.replaces;
        if of_param && !others && !place.steps.is_empty() && replaces.len() < MAX_PARAM_WRITES && !replaces.contains(place) {
            replaces.push(place.clone());
        }
    }

    /// What a callee puts in place of others' maps is the object's own.
    pub(super) fn apply_replacements(&mut self, node: NodeId, id: FunctionId, receiver: Option<&Value>, args: &[Value], state: &mut State) {
        let world = self.world;
        let summary = world.summary(id);
        // What the call returns goes by the call's name already.
        for (place, ty) in summary.renews.iter().filter(|_| summary.returns.is_empty()) {
            if let Some(place) = self.to_caller(id, place, receiver, args) {
                self.take_aliases(&Value { place: Some(place), ..Value::of(*ty) }, node, state);
            }
        }
        let places = world.summary(id).replaces.iter().filter_map(|place| self.to_caller(id, place, receiver, args));
        for place in places {
            state.borrowed.remove(&place);
            state.holdings.retain(|(at, _)| *at != place);
            state.unshared.insert(place);
        }
    }

    /// The claim on a part of a value.
    pub(super) fn claim_on_part(&self, whole: &Value, through_pointer: bool) -> Option<Arc<Foreign>> {
        whole.foreign.clone().filter(|foreign| foreign.claim != Claim::Copied || !through_pointer)
    }

    /// What a function returns of objects that others hold.
    pub(super) fn note_shared_results(&mut self, results: &[Value]) {
        for (index, value) in results.iter().enumerate() {
            self.note_handed_on(value);
            let Some(foreign) = &value.foreign else { continue };
            let summary = &mut self.out.summary;
            match (foreign.claim, &foreign.source) {
                (Claim::Shared { whose, keeps }, _) if summary.shared.iter().all(|(known, ..)| *known != index) => {
                    summary.shared.push((index, whose, keeps));
                }
                (Claim::Gathered, Some(source)) if summary.gathered.iter().all(|(known, _)| *known != index) => {
                    summary.gathered.push((index, source.clone()));
                }
                _ => {}
            }
        }
    }

    /// The result of a call with the claims on it: the callee's, or those on the argument that it is a
    /// part of.
    pub(super) fn claimed_result(
        &self,
        (node, id, index): (NodeId, FunctionId, usize),
        value: Value,
        receiver: Option<&Value>,
        args: &[Value],
    ) -> Value {
        let world = self.world;
        let summary = world.summary(id);
        if let Some((_, whose, keeps)) = summary.shared.iter().find(|(at, ..)| *at == index) {
            return self.shared_value(value, whose, *keeps, node);
        }
        let gathered = summary.gathered.iter().find(|(at, _)| *at == index).map(|(_, place)| place);
        let part = match summary.returns.get(index) {
            Some(Returned::Place(place, _)) => Some(place),
            _ => gathered,
        };
        let whole = part.and_then(|part| self.argument_of(id, part.root, receiver, args));
        match whole.and_then(|whole| whole.foreign.clone()).filter(|foreign| matches!(foreign.claim, Claim::Shared { .. })) {
            Some(foreign) => Value { foreign: Some(foreign), ..value },
            None => value,
        }
    }

    /// `append(list, more...)`: what the result has of the arguments.
    pub(super) fn gathered(&self, list: Value, more: &[Value], at: NodeId) -> Value {
        if list.foreign.is_some() {
            return list;
        }
        if let Some(foreign) = more.iter().find_map(|value| value.foreign.clone()) {
            return Value { foreign: Some(foreign), ..list };
        }
        let Some(source) = more.iter().find(|value| self.is_others(value)).and_then(|value| value.place.clone()) else { return list };
        Value { foreign: Some(Arc::new(Foreign { claim: Claim::Gathered, source: Some(source), at })), ..list }
    }

    /// A map that others hold is given to a call, or returned.
    pub(super) fn note_handed_on(&mut self, value: &Value) {
        if let Some(foreign) = value.foreign.as_ref().filter(|_| self.is_map(&value.ty)) {
            self.handed_on.insert(foreign.at);
        }
    }

    /// Marks the writes whose map was handed on.
    pub(super) fn settle_foreign_writes(&mut self) {
        for write in &mut self.out.foreign_writes {
            write.handed_on = self.handed_on.contains(&write.foreign.at);
        }
    }
}

/// Whose the value is, where others hold it.
pub(super) fn shared_by(value: &Value) -> Option<(Name, bool)> {
    match value.foreign.as_ref()?.claim {
        Claim::Shared { whose, keeps } => Some((whose, keeps)),
        Claim::Copied | Claim::Aliased | Claim::Gathered => None,
    }
}
