//! Locals: what the text of a body says of them, before it is run, and what they hold while it is.

use super::Interpreter;
use super::state::{self, Kind, State, Value};
use crate::analysis::go::names::Region;
use crate::analysis::go::place::{self, Root, Slot, SlotBase};
use crate::analysis::ty::{Ty, TyKind};
use crate::facts::{Body, ClosureId, LocalId, LocalKind, Node, NodeId};
use crate::source::Span;
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::Arc;

/// Locals assigned in another closure than the one that declares them: their value at a point is
/// not known from the order of the text.
pub(super) fn reassigned_locals(body: &Body) -> FxHashSet<LocalId> {
    use crate::facts::{Node, Pattern};
    let mut found = FxHashSet::default();
    if body.closures.is_empty() {
        return found;
    }
    let closure_at = |span: Span| {
        let inside = body.closures.iter().enumerate().filter(|(_, closure)| closure.span.contains(span));
        inside.min_by_key(|(_, closure)| closure.span.end - closure.span.start).map(|(index, _)| ClosureId::new(index))
    };
    let mut note = |target: NodeId| {
        let mut pending = vec![target];
        while let Some(node) = pending.pop() {
            match body.node(node) {
                Node::Tuple(list) => pending.extend(body.list(list)),
                Node::Local(local) if closure_at(body.span(node)) != body.local(local).closure => {
                    found.insert(local);
                }
                _ => {}
            }
        }
    };
    for node in &body.nodes {
        match node {
            // Given up there, not exchanged for another.
            Node::Assign { value, .. } if body.node(*value) == Node::Literal(crate::facts::Literal::Nil) => {}
            Node::Assign { target, .. } | Node::Update { target, .. } => note(*target),
            _ => {}
        }
    }
    for pattern in &body.patterns {
        if let Pattern::Assign(target) = pattern {
            note(*target);
        }
    }
    found
}

impl Interpreter<'_> {
    pub(super) fn local_ty(&self, local: LocalId) -> Ty {
        if let Some(ty) = self.local_types.get(&local) {
            return *ty;
        }
        match self.body.local(local).ty {
            Some(ty) => self.bound_map(self.names().resolve(self.region(), ty)),
            None => crate::analysis::ty::unknown(),
        }
    }

    /// The type; in place of a type parameter that can stand for maps alone (`M ~map[K]V`) such a map.
    pub(super) fn bound_map(&self, ty: Ty) -> Ty {
        let TyKind::Param(name) = &*ty else { return ty };
        let param = self.function.type_params.iter().find(|param| param.name == *name);
        let Some([bound]) = param.map(|param| &param.bounds[..]) else { return ty };
        let bound = self.names().resolve(self.region(), *bound);
        if matches!(&*bound, TyKind::Map(..)) { bound } else { ty }
    }

    /// What a local is where nothing was assigned to it: its own storage.
    pub(super) fn own_value(&self, local: LocalId) -> Value {
        let ty = self.local_ty(local);
        let copied = self.is_param(local) && self.is_plain_struct(&ty);
        Value {
            place: Some(place::root(Root::Local(local))),
            slot: Some(Slot::new(SlotBase::Local(self.id, local))),
            direct: true,
            copied,
            ..Value::of(ty)
        }
    }

    /// Where the local is mentioned, in the order of the nodes.
    pub(super) fn local_uses(&self, local: LocalId) -> &[Span] {
        let all = || {
            let mut uses: FxHashMap<LocalId, Vec<Span>> = FxHashMap::default();
            for (node, span) in self.body.nodes.iter().zip(&self.body.spans) {
                if let Node::Local(local) = node {
                    uses.entry(*local).or_default().push(*span);
                }
            }
            uses
        };
        self.local_uses.get_or_init(all).get(&local).map_or(&[], |uses| uses)
    }

    pub(super) fn read_local(&mut self, local: LocalId, state: &State) -> Value {
        let value = match state.env.get(local) {
            Some(value) => state::resolved(&state.published, value).into_owned(),
            None => self.own_value(local),
        };
        self.note_capture(&value);
        value
    }

    /// A goroutine's body mentions what its starter made, or a parameter: it is shared from then on.
    pub(super) fn note_capture(&mut self, value: &Value) {
        let Some(thread) = self.thread.filter(|thread| self.kept_run(*thread).is_none()) else { return };
        let spawn = self.out.spawns[thread as usize].node;
        match value.place.as_ref().map(|place| place.root) {
            Some(Root::Fresh(node)) if self.fresh.get(&node).is_none_or(|(made_in, ..)| *made_in != self.thread) => {
                self.escapes.entry(node).or_default().insert(spawn);
            }
            Some(Root::Local(root)) => {
                self.captured.insert(root);
                if let Some(argument) = self.param_position(root).filter(|_| !self.is_plain_data(&self.local_ty(root))) {
                    self.lent_arguments.insert((argument, thread));
                }
            }
            _ => {}
        }
    }

    pub(super) fn store_local(&mut self, local: LocalId, mut value: Value, state: &mut State) {
        let written = self.body.local(local).ty.map(|ty| self.names().resolve(self.region(), ty));
        if let Some(ty) = written.filter(|ty| !ty.is_unknown())
            && (!self.names().is_interface(&ty) || value.ty.is_unknown())
        {
            value.ty = ty;
        }
        self.note_declared(local);
        self.note_rebound(local, state);
        self.local_types.entry(local).or_insert_with(|| value.ty);
        if matches!(value.kind, Kind::Nil(None)) && self.is_map(&value.ty) && !self.is_param(local) {
            value.kind = Kind::Nil(Some(local));
        }
        state.overridden.retain(|(owner, _)| *owner != local);
        state.joined.remove(&local);
        state.nil.remove(&local);
        if let Some(position) = self.param_position(local) {
            state.flags.retain(|(flag, _)| *flag != position);
        }
        if !self.is_plain_struct(&value.ty) {
            // The variable names another object from here on: the old one keeps the name of an alias.
            state.rename(local);
            state.held.retain(|held| held.place.root != Root::Local(local));
        }
        if self.reassigned.contains(&local) {
            let closure = if matches!(value.kind, Kind::Closure(_)) { value.kind.clone() } else { Kind::Plain };
            let own = Value { kind: closure, foreign: value.foreign, ..self.own_value(local) };
            state.env.insert(local, Arc::new(own));
            return;
        }
        value.direct = false;
        let made_here = self.note_named(local, &value);
        if self.is_plain_struct(&value.ty) {
            value.copied = value.place.is_some() && !made_here;
        }
        if value.slot.is_none() && (self.is_map(&value.ty) || self.is_new_lock(&value)) {
            value.slot = Some(Slot::new(SlotBase::Local(self.id, local)));
        }
        if value.place.is_none() {
            value.place = Some(place::root(Root::Local(local)));
        }
        state.env.insert(local, Arc::new(value));
    }

    /// A variable names an object, or a pointer to one. Whether it was made here, and no other variable named it first, of
    /// which this one would be a copy.
    fn note_named(&mut self, local: LocalId, value: &Value) -> bool {
        match value.place.as_ref().filter(|place| place.steps.is_empty()).map(|place| place.root) {
            Some(Root::Fresh(node)) => *self.named.entry(node).or_insert(local) == local,
            _ => false,
        }
    }

    pub(super) fn note_declared(&mut self, local: LocalId) {
        self.declared.entry(local).or_insert_with(|| self.loops.clone());
        self.declared_in.insert(local, self.thread);
    }

    /// `var x T`.
    pub(super) fn declare_zero(&mut self, local: LocalId, state: &mut State) {
        self.note_declared(local);
        let ty = self.local_ty(local);
        self.local_types.entry(local).or_insert_with(|| ty);
        let mut value = self.own_value(local);
        value.copied = false;
        if self.body.local(local).kind == LocalKind::Variable && self.is_plain_struct(&ty) {
            self.zeroed.insert(local);
        }
        if matches!(&*self.names().underlying(&ty), TyKind::Map(..))
            && !self.reassigned.contains(&local)
            && matches!(self.body.local(local).kind, LocalKind::Variable | LocalKind::Result)
        {
            value.kind = Kind::Nil(Some(local));
        } else if matches!(&*self.names().underlying(&ty), TyKind::Pointer(_)) || self.names().is_interface(&ty) {
            value.kind = Kind::Nil(None);
        }
        state.env.insert(local, Arc::new(value));
    }

    /// Whoever has the address of a variable may make what is nil.
    pub(super) fn lend_address(&self, variable: NodeId, value: &Value, state: &mut State) {
        if let (Node::Local(local), Kind::Nil(_) | Kind::Bool(_)) = (self.body.node(variable), &value.kind) {
            state.env.insert(local, Arc::new(Value { kind: Kind::Plain, ..value.clone() }));
        }
    }

    /// A method of a pointer, which a variable's method call takes the address for; of a library's, it is not
    /// known.
    pub(super) fn takes_address(&self, method: &Value) -> bool {
        match &method.kind {
            Kind::Method(id, _) => {
                let (file, function) = self.names().symbols.function(self.names().program, *id);
                let written = function.receiver.and_then(|receiver| function.body.local(receiver).ty);
                let region = Region { file, scope: function.scope, params: &[] };
                written.is_some_and(|ty| matches!(&*self.names().resolve(region, ty), TyKind::Pointer(_)))
            }
            Kind::LibraryMethod(..) => true,
            _ => false,
        }
    }
}
