//! Fields that hold what others have too.
//!
//! Who owns an object owns what was made for it, and not what it was lent: `&Task{service: s}` is the
//! task's own, its service is everybody's. A field is lent to where some assignment or literal gives it
//! a value that the function did not make itself.

use super::effects::{Argument, Effects};
use super::names::{Names, narrow};
use super::place::{Root, Slot, SlotBase, Step};
use super::points;
use crate::analysis::ty::{self, FunctionId, Ty, TypeId};
use crate::facts::Name;
use rustc_hash::FxHashSet;
use serde::{Deserialize, Serialize};

/// A field takes a value that its function did not make.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Given {
    pub(super) owner: TypeId,
    pub(super) field: Name,
    /// The value is this argument of the function (receiver 0): its callers know whose it is.
    pub(super) argument: Option<usize>,
}

/// The fields that are lent to, of all struct types.
#[derive(Debug, Default)]
pub(super) struct Lent {
    fields: FxHashSet<(TypeId, Name)>,
}

impl Lent {
    /// Gathers them. `calls` gives the arguments of all visible calls, by callee.
    pub(super) fn new<'e>(effects: &'e [Effects], calls: impl Fn(FunctionId) -> Vec<&'e [Argument]>) -> Lent {
        let mut lent = Lent::default();
        for (index, effects) in effects.iter().enumerate() {
            for given in &effects.given {
                let from_elsewhere = match given.argument {
                    None => true,
                    Some(position) => {
                        let calls = calls(FunctionId(narrow(index)));
                        // Whoever calls a method has its receiver already.
                        position == 0 && calls.is_empty() || calls.iter().any(|args| args.get(position).is_some_and(is_others))
                    }
                };
                if from_elsewhere {
                    lent.fields.insert((given.owner, given.field));
                }
            }
        }
        lent
    }

    /// Whether the steps lead through a field that is lent to, the first ones left out of which so much
    /// is known. `root` is the declared type of the object that they start at.
    pub(super) fn passes(&self, names: &Names<'_>, steps: &[Step], root: Option<TypeId>, known: usize) -> bool {
        let Some(root) = root.filter(|_| !steps.is_empty() && !self.fields.is_empty()) else { return false };
        let start: Ty = ty::named(root);
        points::slots_along(names, &start, None, steps).into_iter().skip(known).flatten().any(|slot| self.lends_to(slot))
    }

    /// Whether the slot is a field that is lent to.
    pub(super) fn lends_to(&self, slot: Slot) -> bool {
        matches!(slot.base, SlotBase::Field(owner, field) if slot.elements == 0 && self.fields.contains(&(owner, field)))
    }
}

/// The argument is something that the caller did not make for the call.
fn is_others(arg: &Argument) -> bool {
    !arg.owned && arg.place.as_ref().is_some_and(|place| !matches!(place.root, Root::Result(_)))
}
