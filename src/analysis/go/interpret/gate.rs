//! Channels with room for one, and semaphores with one permit, that are locks: `sem <- struct{}{}; defer func() { <-sem }()`.
//!
//! Who sends on such a channel and receives from it again excludes others meanwhile; so does who first takes
//! out the one thing that lies in it and then puts it back. A function is taken to mean that where it does both,
//! on one channel. How much room the channel has is known once all functions are gone through: see
//! [`Effects::channels`](crate::analysis::go::effects::Effects::channels).

use super::Interpreter;
use super::state::{Kind, State, Value};
use crate::analysis::go::effects::Held;
use crate::analysis::go::place::{Root, Slot, SlotBase};
use crate::analysis::ty::{Ty, TyKind};
use crate::facts::{Body, Effect, Literal, Name, Node, NodeId, TypeModelKind};

/// What a function does first on a channel on which it does both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Entering {
    BySending,
    ByReceiving,
}

impl Interpreter<'_> {
    /// A field or package variable takes a channel, or a semaphore.
    pub(super) fn note_channel(&mut self, slot: Option<Slot>, value: &Value) {
        let Some(slot) = slot.filter(|slot| slot.is_declared() && self.trials == 0) else { return };
        if matches!(&*self.names().underlying(&value.ty), TyKind::Channel(_)) || self.is_semaphore(&value.ty) {
            let has_one = value.place.as_ref().is_some_and(|place| place.steps.is_empty() && self.has_room_for_one(place.root));
            self.out.channels.push((slot, has_one));
        }
    }

    /// Something is sent on the channel, or received from it.
    pub(super) fn pass_gate(&mut self, node: NodeId, how: Entering, channel: &Value, state: &mut State) {
        let Some(place) = channel.place.clone().filter(|_| !state.unreachable) else { return };
        let (Node::Send { channel: written, .. } | Node::Receive(written)) = self.body.node(node) else { return };
        let Some(entering) = name_of(self.body, written).and_then(|name| entering(self.body, name)) else {
            // Nothing is sent on it here: it may be closed.
            if how == Entering::ByReceiving {
                self.wait_for_group(channel, state);
            }
            return;
        };
        if entering != how {
            if state.held.iter().any(|lock| lock.place == place) || self.trials > 0 {
                self.release(&Held::new(place, channel.slot, true), state);
            }
            return;
        }
        if let Some(held) = self.gate(written, channel) {
            state.acquire(held);
        }
    }

    /// Permits are taken from a semaphore, or given back: one of them is a lock, whichever function gives it back.
    pub(super) fn pass_semaphore(&mut self, node: NodeId, effect: Effect, semaphore: &Value, state: &mut State) -> Value {
        let Node::Call { callee, .. } = self.body.node(node) else { return Value::unknown() };
        let Node::Field { base, .. } = self.body.node(callee) else { return Value::unknown() };
        let Some(held) = self.gate(base, semaphore).filter(|_| !state.unreachable) else { return Value::unknown() };
        match effect {
            Effect::Acquire => state.acquire(held),
            Effect::TryAcquire => return Value::kind(Kind::Tried(held, node)),
            _ => self.release(&held, state),
        }
        Value::unknown()
    }

    /// What who has passed it holds; `written`: the channel or semaphore in the source.
    fn gate(&mut self, written: NodeId, value: &Value) -> Option<Held> {
        let place = value.place.clone()?;
        let (slot, once) = match (value.slot, self.body.node(written)) {
            (_, Node::Local(local)) if place.steps.is_empty() && self.has_room_for_one(place.root) => {
                (Slot::new(SlotBase::Local(self.id, local)), false)
            }
            (Some(slot), _) if slot.is_declared() => {
                self.out.gates.push(slot);
                (slot, true)
            }
            _ => return None,
        };
        Some(Held { once, ..Held::new(place, Some(slot), true) })
    }

    fn is_semaphore(&self, ty: &Ty) -> bool {
        self.kind_of(ty) == TypeModelKind::Semaphore
    }

    /// It was made here, with room for one, or one permit.
    fn has_room_for_one(&self, root: Root) -> bool {
        let is_semaphore = |node| self.fresh.get(&node).is_some_and(|(.., ty)| self.is_semaphore(ty));
        let args = |node| match self.body.node(node) {
            Node::Make { args, .. } => self.body.list(args),
            Node::Call { args, .. } if is_semaphore(node) => self.body.list(args),
            _ => &[],
        };
        matches!(root, Root::Fresh(node) if matches!(args(node), [room] if matches!(self.body.node(*room), Node::Literal(Literal::Int(1)))))
    }
}

/// The last name in what the channel is written as.
fn name_of(body: &Body, channel: NodeId) -> Option<Name> {
    match body.node(channel) {
        Node::Local(local) => Some(body.local(local).name),
        Node::Path(path) => body.path(path).last().copied(),
        Node::Field { name, .. } => Some(name),
        _ => None,
    }
}

/// What the function does first on channels of that name, if it does both.
fn entering(body: &Body, name: Name) -> Option<Entering> {
    let first = |is: &dyn Fn(&Node) -> Option<NodeId>| {
        body.nodes.iter().position(|node| is(node).is_some_and(|channel| name_of(body, channel) == Some(name)))
    };
    let sends = first(&|node| if let Node::Send { channel, .. } = node { Some(*channel) } else { None })?;
    let receives = first(&|node| if let Node::Receive(channel) = node { Some(*channel) } else { None })?;
    Some(if sends < receives { Entering::BySending } else { Entering::ByReceiving })
}
