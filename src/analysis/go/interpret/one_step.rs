//! A concurrent map that is looked into, and changed in a second step for what was found, or not found, in the first.

use super::Interpreter;
use super::state::{Checked, Kind, State, Value};
use crate::analysis::go::effects::{CheckThenAct, Step, is_locked};
use crate::analysis::go::place::Root;
use crate::analysis::tree::Tree;
use crate::analysis::ty::TyKind;
use crate::facts::{LocalKind, Node, NodeId};
use thin_vec::ThinVec;

/// Joins the look-ups of another path. Where one path found nothing there is nothing to take or compare: what the
/// other did with what it found holds for both.
pub(super) fn join_checked(mine: &mut ThinVec<Checked>, other: ThinVec<Checked>) {
    for theirs in other {
        let Some(ours) = mine.iter_mut().find(|ours| ours.node == theirs.node) else {
            mine.push(theirs);
            continue;
        };
        match (ours.absent, theirs.absent) {
            (true, false) => *ours = theirs,
            (false, true) => {}
            _ => {
                ours.equal &= theirs.equal;
                ours.taken &= theirs.taken;
                ours.removed = ours.removed.filter(|removed| theirs.removed == Some(*removed));
            }
        }
    }
}

impl Interpreter<'_> {
    /// A write of a concurrent map's entry: does it rest on an earlier look-up of the same key,
    /// which found nothing, or what it was compared with, or gave what is written?
    pub(super) fn note_act(&mut self, node: NodeId, map: &Value, args: &[Value], key: NodeId, state: &State) {
        let given = |check: NodeId| args.iter().any(|arg| arg.looked_up() == Some(check));
        if !self.may_be_between(map, state) {
            return;
        }
        let rests = |checked: &Checked| checked.absent || checked.equal || given(checked.node);
        let check = state.checked.iter().rev().find(|checked| rests(checked) && self.is_of(checked, map, key));
        let Some((check, equal, absent)) = check.map(|checked| (checked.node, checked.equal, checked.absent)) else { return };
        let stored = args.last().filter(|_| args.len() > 1);
        let has_identity = stored.is_some_and(|value| {
            let made = matches!(value.place.as_ref().map(|place| place.root), Some(Root::Fresh(_)));
            made && matches!(&*self.names().unalias(&value.ty), TyKind::Pointer(_) | TyKind::Channel(_) | TyKind::Map(..))
        });
        let harmful = given(check) || has_identity || equal && !self.only_stores_a_constant(node, args.len());
        let step = if absent { Step::Fill } else { Step::Replace };
        self.note_step(step, check, node, map, key, harmful);
    }

    /// A concurrent map's entry is deleted: the one that was looked up before?
    pub(super) fn note_removal(&mut self, node: NodeId, map: &Value, key: NodeId, state: &mut State) {
        let check = state.checked.iter().rposition(|checked| !checked.absent && self.is_of(checked, map, key));
        let Some(check) = check.filter(|_| self.may_be_between(map, state)) else { return };
        let checked = &mut state.checked[check];
        checked.removed = Some(node);
        let step = if checked.equal {
            Step::Discard
        } else if checked.taken {
            Step::Take
        } else {
            return;
        };
        let check = checked.node;
        self.note_step(step, check, node, map, key, true);
    }

    /// Somebody gets the value for good, be it by itself or as the first of several: it is returned, sent, listed or closed.
    pub(super) fn note_taken(&mut self, value: &Value, state: &mut State) {
        let value = first_of(value);
        let Kind::Found(check) = value.kind else { return };
        let Some(checked) = state.checked.iter_mut().find(|checked| checked.node == check) else { return };
        if checked.absent || is_bool(value) {
            return;
        }
        checked.taken = true;
        if let Some(act) = checked.removed {
            let (map, key) = (checked.map.clone(), checked.key);
            self.note_step(Step::Take, check, act, &map, key, true);
        }
    }

    /// What a look-up found is compared: in `equal` it is known.
    pub(super) fn note_compared(values: [&Value; 2], equal: &mut State) {
        let [left, right] = values.map(first_of);
        for (value, other) in [(left, right), (right, left)] {
            if let Kind::Found(check) = value.kind
                && !is_bool(value)
                && other.looked_up() != Some(check)
            {
                equal.checked.iter_mut().filter(|checked| checked.node == check).for_each(|checked| checked.equal = true);
            }
        }
    }

    fn is_of(&self, checked: &Checked, map: &Value, key: NodeId) -> bool {
        checked.map.place == map.place && self.same_expression(checked.key, key)
    }

    /// Whether the branch does nothing but store what is the same whoever stores it.
    fn only_stores_a_constant(&self, act: NodeId, args: usize) -> bool {
        let value = self.argument_node(act, args.saturating_sub(1));
        let is_constant = value.is_some_and(|value| matches!(self.body.node(value), Node::Literal(_) | Node::Path(_)));
        let around = Tree::new(self.body).around(act).nth(1);
        let is_alone = around.is_some_and(|block| matches!(self.body.node(block), Node::Block { body, .. } if body.len == 1));
        is_constant && is_alone
    }

    /// Whether another thread can come between two steps on the map that are made here.
    fn may_be_between(&self, map: &Value, state: &State) -> bool {
        let has_all = is_locked(&state.held) || self.is_owned(map, state) || self.is_own_variable(map, state);
        map.place.is_some() && !has_all && self.trials == 0 && !self.uncertain
    }

    /// It is kept in a variable that nobody else has the address of.
    fn is_own_variable(&self, map: &Value, state: &State) -> bool {
        let Some(Root::Local(local)) = map.place.as_ref().filter(|place| place.steps.is_empty()).map(|place| place.root) else {
            return false;
        };
        let is_itself = matches!(&*self.names().unalias(&self.local_ty(local)), TyKind::Library(..));
        let is_here = self.declared_in.get(&local) == Some(&self.thread) && !state.shared_locals.contains(&local);
        is_itself && is_here && self.body.local(local).kind == LocalKind::Variable
    }

    fn note_step(&mut self, step: Step, check: NodeId, act: NodeId, map: &Value, key: NodeId, harmful: bool) {
        let Some(slot) = map.slot.filter(|_| self.out.checks.iter().all(|found| found.act != act)) else { return };
        self.out.checks.push(CheckThenAct { check, act, slot, ty: map.ty, key, lock: None, harmful, step });
    }
}

/// The value itself, or the first of several.
fn first_of(value: &Value) -> &Value {
    match &value.kind {
        Kind::Results(values) => values.first().unwrap_or(value),
        _ => value,
    }
}

/// Whether it says only if something was found; a `bool` that was is not told from it.
fn is_bool(value: &Value) -> bool {
    matches!(&*value.ty, TyKind::Basic(name) if name.as_str() == "bool")
}
