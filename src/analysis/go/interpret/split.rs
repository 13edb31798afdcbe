//! A map that is looked into in one critical section, and written in the next for what was found, or
//! not found, in the first.

use super::Interpreter;
use super::region::is_one_object;
use super::state::{Kind, Looked, State, Value};
use crate::analysis::go::effects::{CheckThenAct, Step};
use crate::analysis::go::place::{Place, Root};
use crate::analysis::ty::{Ty, TyKind};
use crate::facts::{NodeId, TypeModelKind};
use thin_vec::ThinVec;

/// Joins the look-ups of another path: those that both paths made.
pub(super) fn join_looked(mine: &mut ThinVec<Looked>, other: &[Looked]) {
    mine.retain_mut(|looked| {
        let Some(twin) = other.iter().find(|twin| twin.node == looked.node) else { return false };
        looked.absent &= twin.absent;
        looked.under.retain(|lock| twin.under.contains(lock));
        looked.released.retain(|lock| twin.released.contains(lock));
        true
    });
}

impl Interpreter<'_> {
    /// `m[k]` is read: what it gave is marked where a lock of this function is held.
    pub(super) fn look_up(&self, node: NodeId, map: &Value, key: NodeId, state: &mut State) -> Kind {
        Self::look_again(map, state);
        let Some(place) = map.place.clone().filter(|place| is_one_object(place)) else { return Kind::Plain };
        let under: Vec<Place> = state.taken.iter().filter(|taken| taken.must).map(|taken| taken.place.clone()).collect();
        if under.is_empty() || self.regions.run_by_others > 0 || self.uncertain || self.is_owned(map, state) {
            return Kind::Plain;
        }
        state.looked.retain(|looked| looked.node != node);
        state.looked.push(Looked { node, map: place, key, under, released: Vec::new(), absent: false });
        Kind::Found(node)
    }

    /// The map is read: a look-up of an earlier section is made anew in this one.
    pub(super) fn look_again(map: &Value, state: &mut State) {
        if let Some(place) = map.place.as_ref().filter(|_| !state.looked.is_empty()) {
            let taken = &state.taken;
            state.looked.retain(|looked| looked.map != *place || taken.iter().all(|taken| !looked.released.contains(&taken.place)));
        }
    }

    /// A callee that has the map's object in hand may look again.
    pub(super) fn may_look_again(receiver: Option<&Value>, args: &[Value], state: &mut State) {
        if state.looked.is_empty() {
            return;
        }
        let taken = &state.taken;
        let given = |root: Root| receiver.into_iter().chain(args).any(|value| value.place.as_ref().is_some_and(|place| place.root == root));
        state.looked.retain(|looked| taken.iter().all(|taken| !looked.released.contains(&taken.place)) || !given(looked.map.root));
    }

    /// `m[k] = value`: does it rest on a look-up of the same key in an earlier section?
    pub(super) fn note_late_act(&mut self, node: NodeId, map: &Value, key: NodeId, value: &Value, state: &State) {
        let (Some(place), Some(slot)) = (&map.place, map.slot) else { return };
        if state.looked.is_empty() || state.unreachable || self.trials > 0 || self.uncertain || self.regions.run_by_others > 0 {
            return;
        }
        let lock_of = |looked: &Looked| {
            let now = state.taken.iter().find(|taken| taken.must && taken.exclusive && looked.released.contains(&taken.place));
            now.map(|taken| taken.place.clone()).filter(|_| looked.under.is_empty())
        };
        let found = state.looked.iter().rev().find_map(|looked| {
            let update = value.looked_up() == Some(looked.node) && is_value(&value.ty);
            let rests = looked.map == *place && (looked.absent || update) && self.same_expression(looked.key, key);
            let lock = rests.then(|| lock_of(looked)).flatten()?;
            Some((looked.node, lock, update))
        });
        let Some((check, lock, update)) = found.filter(|_| self.out.checks.iter().all(|found| found.act != node)) else { return };
        let made = matches!(value.place.as_ref().map(|place| place.root), Some(Root::Fresh(_)));
        let harmful = update || made && self.has_state(&value.ty);
        let step = if update { Step::Replace } else { Step::Fill };
        self.out.checks.push(CheckThenAct { check, act: node, slot, ty: map.ty, key, lock: Some(lock), harmful, step });
    }

    /// Two of it are not as good as one: a channel, a lock, or what has one inside.
    fn has_state(&self, ty: &Ty) -> bool {
        let is_shared = |ty: &Ty| {
            let kind = self.kind_of(ty);
            matches!(&*self.names().underlying(ty), TyKind::Channel(_))
                || matches!(kind, TypeModelKind::Mutex | TypeModelKind::RwLock | TypeModelKind::ConcurrentMap)
        };
        match &*self.names().unalias(ty) {
            TyKind::Channel(_) => true,
            TyKind::Pointer(target) => is_shared(target) || self.names().struct_fields(target).iter().any(|field| is_shared(&field.ty)),
            _ => false,
        }
    }
}

/// A number, text or list, that is stored changed: what others wrote meanwhile is lost.
fn is_value(ty: &Ty) -> bool {
    !matches!(&**ty, TyKind::Pointer(_) | TyKind::Channel(_) | TyKind::Map(..) | TyKind::Function(..))
}
