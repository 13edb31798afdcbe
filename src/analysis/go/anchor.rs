//! What a map or argument is in the places of the thread's root.

use super::call_graph::position_of;
use super::context::Reach;
use super::effects::{Access, Argument};
use super::names::Names;
use super::place::{self, Place, Root};
use super::points::Site;
use crate::analysis::model::Op;
use crate::analysis::ty::{FunctionId, TypeId, VarId};
use crate::facts::LocalKind;

/// A place as the root of a thread sees it: from an object of a declared type or a package
/// variable, these steps. Threads that reach a map by equal anchors may share it; threads that
/// each make or fetch an object of their own do not.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Anchor {
    root: AnchorRoot,
    /// The variable or allocation that it is, in the function where the thread starts.
    origin: Option<(FunctionId, Root)>,
    /// The thread made it itself: another that comes by the same allocation has made one of its own.
    pub(super) own: bool,
    /// See [`Access::own_steps`].
    pub(super) own_steps: usize,
    steps: Vec<place::Step>,
}

impl Anchor {
    /// Whether the two may be one object: of one function's variables only the same one, and not what
    /// two calls returned.
    pub(super) fn may_be(&self, other: &Anchor) -> bool {
        self.root == other.root
            && !self.is_returned()
            && self.steps == other.steps
            && !self.surely_differs(other)
            && !(self.own && other.own)
    }

    /// The same, wherever it starts: some object of its type.
    pub(super) fn without_origin(self) -> Anchor {
        Anchor { origin: None, ..self }
    }

    /// A parameter of the type, of a function with that number.
    #[cfg(test)]
    pub(super) fn of_param(ty: u32, function: u32) -> Anchor {
        let origin = Some((FunctionId(function), Root::Outer));
        Anchor { root: AnchorRoot::Type(TypeId(ty)), origin, own: false, own_steps: 0, steps: Vec::new() }
    }

    /// It is the other one, or a part of it.
    pub(super) fn lies_in(&self, other: &Anchor) -> bool {
        self.root == other.root && self.origin == other.origin && self.steps.starts_with(&other.steps)
    }

    /// Two variables of one function, or what two places make.
    pub(super) fn surely_differs(&self, other: &Anchor) -> bool {
        match (self.origin, other.origin) {
            (Some((function, root)), Some((twin, of_twin))) if function == twin => root != of_twin,
            (Some((_, Root::Fresh(_))), Some((_, Root::Fresh(_)))) => true,
            _ => false,
        }
    }

    /// Made by this function.
    pub(super) fn is_made_by(&self, function: FunctionId) -> bool {
        matches!(self.origin, Some((maker, Root::Fresh(_))) if maker == function)
    }

    /// The variable or allocation that it starts at, and of which function.
    pub(super) fn origin(&self) -> Option<(FunctionId, Root)> {
        self.origin
    }

    /// The type of the object that it starts at.
    pub(super) fn root_type(&self) -> Option<TypeId> {
        match self.root {
            AnchorRoot::Type(ty) => Some(ty),
            AnchorRoot::Global(_) | AnchorRoot::Returned(_) => None,
        }
    }

    /// What a call returned: of which type, is not known.
    pub(super) fn is_returned(&self) -> bool {
        matches!(self.root, AnchorRoot::Returned(_))
    }

    /// Where the object that it starts at was made or got.
    pub(super) fn site(&self) -> Option<Site> {
        match (self.root, self.origin) {
            (AnchorRoot::Returned(site), _) => Some(site),
            (_, Some((function, Root::Fresh(node)))) => Some((function, node)),
            _ => None,
        }
    }

    /// The package variable that it starts at.
    pub(super) fn variable(&self) -> Option<VarId> {
        match self.root {
            AnchorRoot::Global(var) => Some(var),
            AnchorRoot::Type(_) | AnchorRoot::Returned(_) => None,
        }
    }

    /// It is an element of what the thread did not make, or lies in one.
    pub(super) fn is_looked_up(&self) -> bool {
        let made = self.own || self.is_returned() || matches!(self.origin, Some((_, Root::Fresh(_) | Root::Result(_))));
        !made && self.steps.contains(&place::Step::Element)
    }

    /// The steps from where it starts.
    pub(super) fn steps(&self) -> &[place::Step] {
        &self.steps
    }
}

/// Where an [`Anchor`] starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum AnchorRoot {
    Type(TypeId),
    Global(VarId),
    /// What a call returned.
    Returned(Site),
}

/// A value as a function names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Named {
    pub(super) function: FunctionId,
    pub(super) place: Option<Place>,
    /// See [`Argument::root_ty`].
    pub(super) root_ty: Option<TypeId>,
    /// See [`Argument::made_here`].
    pub(super) made_here: bool,
    /// The variable or field at the place is meant, not what it holds.
    pub(super) variable: bool,
    /// See [`Access::own_steps`].
    pub(super) own_steps: usize,
}

impl Named {
    pub(super) fn argument(caller: FunctionId, arg: &Argument) -> Named {
        Named {
            function: caller,
            place: arg.place.clone(),
            root_ty: arg.root_ty,
            made_here: arg.made_here,
            variable: false,
            own_steps: arg.own_steps,
        }
    }

    /// The map of an access.
    pub(super) fn access(function: FunctionId, access: &Access) -> Named {
        // What was just made for the field goes where its object goes, as the field itself does.
        let variable = access.renewed || matches!(access.op, Op::Replace | Op::Load);
        Named {
            function,
            place: access.place.clone(),
            root_ty: access.root_ty,
            made_here: access.made_here,
            variable,
            own_steps: access.own_steps,
        }
    }
}

/// A place of a function in the places of the root that reaches it.
pub(super) fn anchored(names: &Names<'_>, named: &Named, reach: Option<&Reach>) -> Vec<Anchor> {
    let (function, Some(at)) = (named.function, &named.place) else { return Vec::new() };
    let own = |root, origin| Anchor { root, origin, own: named.made_here, own_steps: named.own_steps, steps: at.steps.to_vec() };
    let by_type = || named.root_ty.map(|ty| own(AnchorRoot::Type(ty), Some((function, at.root))));
    match at.root {
        Root::Global(var) => vec![own(AnchorRoot::Global(var), None)],
        Root::Local(local) if is_closure_param(names, function, local) => Vec::new(),
        Root::Local(local) => {
            let position = position_of(names, function, local);
            let mut found = Vec::new();
            if let (Some(position), Some(reach)) = (position, reach) {
                for (_, anchor) in reach.anchors.iter().filter(|(at, _)| *at == position) {
                    let steps = anchor.steps.iter().chain(&at.steps).copied().collect::<Vec<_>>();
                    if steps.len() <= place::MAX_STEPS {
                        found.push(Anchor { steps, ..anchor.clone() });
                    }
                }
            }
            let at_root = reach.is_none_or(|reach| reach.from.is_none());
            if at_root || position.is_none() {
                found.extend(by_type());
            }
            found
        }
        // What a called function makes for itself is nobody else's; at the root it may be handed over.
        Root::Fresh(_) => by_type().into_iter().collect(),
        Root::Result(node) => vec![own(AnchorRoot::Returned((function, node)), None)],
        Root::Library(_) | Root::Outer => Vec::new(),
    }
}

/// What a closure is given: whoever runs it knows whose it is.
pub(super) fn is_closure_param(names: &Names<'_>, function: FunctionId, local: crate::facts::LocalId) -> bool {
    let local = names.symbols.function(names.program, function).1.body.local(local);
    local.kind == LocalKind::Param && local.closure.is_some()
}
