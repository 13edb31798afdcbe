//! Maps that are sent on a channel while a field or package variable keeps them.

use super::Interpreter;
use super::state::{State, Value};
use crate::analysis::go::effects::Sent;
use crate::analysis::go::place::{Place, Root, Slot, SlotBase};
use crate::analysis::ty::{FunctionId, Ty, TyKind};
use crate::facts::{Node, NodeId};

/// More maps than these are not remembered for one function.
const MAX_SENT: usize = 16;

/// What a function sends, and what it puts in fields.
#[derive(Default)]
pub(super) struct SentMaps {
    /// The map, and where it is sent.
    sent: Vec<(Place, NodeId)>,
    /// The map, and the field or package variable that takes it from a variable.
    stored: Vec<Stored>,
}

#[derive(PartialEq)]
struct Stored {
    from: Place,
    /// Where the map is known to be from then on, if it was just made.
    to: Option<Place>,
    slot: Slot,
}

impl Interpreter<'_> {
    /// A value is sent on a channel. One that goes with a channel for the answer is lent.
    pub(super) fn note_sent(&mut self, node: NodeId, value: &Value, state: &State) {
        if self.trials > 0 || state.unreachable || self.in_constructor_code() || self.expects_answer(&value.ty) {
            return;
        }
        for (map, _) in self.maps_in(node, value, state) {
            self.send_map(&map, node);
        }
    }

    fn send_map(&mut self, map: &Value, node: NodeId) {
        let Some(place) = &map.place else { return };
        if let (Root::Local(local), []) = (place.root, &place.steps[..])
            && let Some(position) = self.param_position(local)
            && !self.out.summary.sends.contains(&position)
        {
            self.out.summary.sends.push(position);
        }
        let known = &mut self.sent_maps.sent;
        if known.len() < MAX_SENT && known.iter().all(|(sent, _)| sent != place) {
            known.push((place.clone(), node));
        }
    }

    /// A callee sends maps that it is given.
    pub(super) fn apply_sends(&mut self, node: NodeId, id: FunctionId, receiver: Option<&Value>, args: &[Value], state: &State) {
        let world = self.world;
        if self.trials > 0 || state.unreachable || self.in_constructor_code() {
            return;
        }
        for position in &world.summary(id).sends {
            let given = if *position == 0 { receiver } else { args.get(position - 1) };
            if let Some(map) = given.filter(|value| self.is_map(&value.ty)) {
                self.send_map(map, node);
            }
        }
    }

    /// A field or package variable takes a map from a variable: that one can still be sent.
    pub(super) fn note_stored_map(&mut self, at: NodeId, to: &Value, value: &Value) {
        let from_variable = matches!(self.body.node(at), Node::Assign { value, .. } if matches!(self.body.node(value), Node::Local(_)));
        let (Some(slot), Some(from), true) = (to.slot, &value.place, from_variable && self.trials == 0) else { return };
        let lasts = matches!(slot.base, SlotBase::Field(..) | SlotBase::Global(_));
        let to = to.place.clone().filter(|_| matches!(from.root, Root::Fresh(_)));
        let stored = Stored { from: from.clone(), to, slot };
        let known = &mut self.sent_maps.stored;
        if lasts && known.len() < MAX_SENT && !known.contains(&stored) {
            known.push(stored);
        }
    }

    /// What is both sent and kept.
    pub(super) fn settle_sent(&mut self) {
        let SentMaps { sent, stored } = std::mem::take(&mut self.sent_maps);
        for Stored { from, to, slot } in stored {
            let at = sent.iter().find(|(place, _)| *place == from || Some(place) == to.as_ref()).map(|(_, at)| *at);
            self.out.sent.extend(at.map(|at| Sent { slot, at }));
        }
        self.out.summary.sends.sort_unstable();
    }

    /// A struct with a channel in it: the answer comes through that.
    fn expects_answer(&self, ty: &Ty) -> bool {
        let is_channel = |ty: &Ty| matches!(&*self.names().underlying(ty), TyKind::Channel(_));
        self.names().struct_fields(ty).iter().any(|field| is_channel(&field.ty))
    }
}
