//! What the fields of objects are given: what was made for them, or what others have too.
//!
//! For a whole type that is gathered in [`lent`](super::super::lent). Of an object that the function
//! made itself more is known: only what this function, and what it calls, gave to this object.

use super::Interpreter;
use super::parts::whole;
use super::state::{State, Value};
use crate::analysis::go::effects::LentField;
use crate::analysis::go::lent::Given;
use crate::analysis::go::place::{self, Path, Root, Slot, SlotBase, Step};
use crate::analysis::ty::FunctionId;
use crate::facts::{Name, NodeId};

/// A field of an object made here may hold what others have too.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct LentPart {
    pub(super) object: NodeId,
    field: Name,
    /// It is this argument of the function (receiver 0): its callers know whose it is.
    argument: Option<usize>,
}

/// Where a value comes from that was not made for the field that takes it.
#[derive(Clone, Copy)]
struct Others {
    argument: Option<usize>,
}

impl Interpreter<'_> {
    /// A field takes a value, by the literal or statement `at`: is it one that was not made for it?
    pub(super) fn note_given(&mut self, field: &Value, value: &Value, at: NodeId, state: &mut State) {
        let others = self.others(value, state);
        if let Some(place) = &field.place {
            self.note_lent_part(place, others, state);
        }
        let holder = field.place.as_ref().and_then(|place| if let Root::Fresh(node) = place.root { Some(node) } else { None });
        let Some(Slot { base: SlotBase::Field(owner, field), elements: 0 }) = field.slot else { return };
        self.note_part(holder, Given { owner, field, argument: None }, value, at);
        let given = others.map(|others| Given { owner, field, argument: others.argument });
        if let Some(given) = given.filter(|given| !self.out.given.contains(given)) {
            self.out.given.push(given);
        }
    }

    /// Whose the value is, where it was not made here.
    fn others(&self, value: &Value, state: &State) -> Option<Others> {
        let place = value.place.as_ref()?;
        if self.is_plain_data(&value.ty) || self.is_plain_struct(&value.ty) {
            return None;
        }
        match place.root {
            Root::Global(_) => Some(Others { argument: None }),
            Root::Fresh(node) => state.shared.contains(&node).then_some(Others { argument: None }),
            Root::Local(local) if self.is_param(local) => {
                Some(Others { argument: self.param_position(local).filter(|_| place.steps.is_empty()) })
            }
            Root::Local(_) | Root::Library(_) | Root::Result(_) | Root::Outer => None,
        }
    }

    /// A field of an object that was made here, or of an argument, takes a value.
    fn note_lent_part(&mut self, at: &Path, others: Option<Others>, state: &mut State) {
        let Some(&Step::Field(field)) = at.steps.first().filter(|_| self.steps_inside(at) == at.steps.len()) else { return };
        match (at.root, others) {
            (Root::Fresh(object), Some(others)) => {
                state.lent.insert(LentPart { object, field, argument: others.argument });
            }
            (Root::Fresh(object), None) if at.steps.len() == 1 => state.lent.retain(|lent| (lent.object, lent.field) != (object, field)),
            (Root::Local(local), Some(others)) => {
                if let Some(object) = self.param_position(local) {
                    self.add_lends(LentField { object: Some(object), field, argument: others.argument });
                }
            }
            _ => {}
        }
    }

    fn add_lends(&mut self, lent: LentField) {
        if !self.out.summary.lends.contains(&lent) {
            self.out.summary.lends.push(lent);
        }
    }

    /// What a callee gives to the fields of the objects that it is handed, or (`made`) of the one that it made.
    pub(super) fn take_lent(
        &mut self,
        id: FunctionId,
        receiver: Option<&Value>,
        args: &[Value],
        (call, made): (NodeId, bool),
        state: &mut State,
    ) {
        let world = self.world;
        let argument = |position: usize| if position == 0 { receiver } else { args.get(position - 1) };
        for lent in world.summary(id).lends.iter().filter(|lent| lent.object.is_none() == made) {
            let others = match lent.argument {
                Some(position) => argument(position).and_then(|value| self.others(value, state)),
                None => Some(Others { argument: None }),
            };
            let object = match lent.object {
                Some(object) => argument(object).and_then(|value| value.place.clone()),
                None => Some(place::root(Root::Fresh(call))),
            };
            if let Some(value) = lent.argument.and_then(argument) {
                self.note_part_by_callee(whole(object.as_ref()), lent.field, value, call);
            }
            let field = object.and_then(|object| place::step(&object, Step::Field(lent.field)));
            if let (Some(field), true) = (field, others.is_some()) {
                self.note_lent_part(&field, others, state);
            }
        }
    }

    /// What the objects that the function made and returns hold of others.
    pub(super) fn note_lent_results(&mut self, results: &[Vec<Value>], state: &State) {
        let made = |value: &Value| value.place.as_ref().filter(|at| at.steps.is_empty()).map(|at| at.root);
        let returned: Vec<Root> = results.iter().filter_map(|values| made(values.first()?)).collect();
        for lent in state.lent.iter().filter(|lent| returned.contains(&Root::Fresh(lent.object))) {
            self.add_lends(LentField { object: None, field: lent.field, argument: lent.argument });
        }
        self.out.summary.lends.sort_unstable();
    }

    /// How many of the first steps to the value stay in an object made here, in a field of it which, as far as
    /// this function sees, holds nothing of others.
    pub(super) fn own_steps(&self, value: &Value, state: &State) -> usize {
        let Some(place) = &value.place else { return 0 };
        match (place.root, place.steps.first()) {
            (Root::Fresh(object), Some(Step::Field(field)))
                if state.lent.iter().all(|lent| (lent.object, lent.field) != (object, *field)) =>
            {
                self.steps_inside(place)
            }
            _ => 0,
        }
    }

    /// How many of the first steps are fields of the object at the root, or of structs that lie in it.
    fn steps_inside(&self, at: &Path) -> usize {
        let root = match at.root {
            Root::Fresh(object) => self.fresh.get(&object).map(|(_, _, ty)| *ty),
            Root::Local(local) => Some(self.local_ty(local)),
            _ => None,
        };
        let mut holder = root.map(|ty| self.names().deref(&ty));
        let mut inside = 0;
        for step in &at.steps {
            let (Step::Field(name), Some(ty)) = (step, &holder) else { break };
            inside += 1;
            let field = self.names().field(ty, *name);
            holder = field.filter(|field| self.is_plain_struct(&field.ty)).map(|field| field.ty);
        }
        inside
    }
}
