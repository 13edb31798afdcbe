//! What happened in one function, in the order of evaluation: acquisitions, map accesses, calls and
//! awaits, each with the guards alive at that moment. Later stages only read it.

use super::place::Place;
use super::state::{Guard, GuardId, Holder};
use super::types::is_map;
use crate::analysis::ty::{FunctionId, Ty};
use crate::facts::{Body, ClosureId, Effect, LocalId, LocalKind, Name, NodeId, TypeModelKind, Wait};

/// A guard alive at an event, and what held it.
pub(super) type Alive = Vec<(GuardId, Holder)>;

/// A map operation, or the acquisition of a lock.
#[derive(Clone, Debug)]
pub(super) struct Access {
    /// The call, index or loop.
    pub(super) node: NodeId,
    /// The map or lock.
    pub(super) place: Option<Place>,
    /// Its type.
    pub(super) ty: Ty,
    /// What kind of thing it is.
    pub(super) kind: TypeModelKind,
    /// What is done to it.
    pub(super) effect: Effect,
    /// The key.
    pub(super) key: Option<NodeId>,
    /// The key's type, as the argument has it.
    pub(super) key_ty: Ty,
    /// The value written (`insert`).
    pub(super) value: Option<NodeId>,
    /// The type of the value written.
    pub(super) value_ty: Ty,
    /// Guards alive just before.
    pub(super) alive: Alive,
    /// The guard that it gives.
    pub(super) guard: Option<GuardId>,
    /// The closure in which it runs at another time; `None`: it runs when the function does.
    pub(super) detached: Option<ClosureId>,
    /// Reached through a raw pointer or an unchecked cell.
    pub(super) raw: bool,
    /// A lock is called itself, or by a reference to it, and not by what it is kept in.
    pub(super) direct: bool,
    /// Only the task waits for it.
    pub(super) awaited: bool,
    /// Runs at most once ever.
    pub(super) once: bool,
}

/// An expression that names a map, or what keeps one: a lock, an `Arc`, a guard.
#[derive(Clone, Debug)]
pub(super) struct Mention {
    /// The local, path or field.
    pub(super) node: NodeId,
    /// What it names.
    pub(super) place: Place,
}

/// A call of a function of the workspace that runs here.
#[derive(Clone, Debug)]
pub(super) struct CallSite {
    /// Which.
    pub(super) callee: FunctionId,
    /// The call.
    pub(super) node: NodeId,
    /// The receiver's place, for a method.
    pub(super) receiver: Option<Place>,
    /// The arguments' places.
    pub(super) args: Vec<Option<Place>>,
    /// The arguments.
    pub(super) arg_nodes: Vec<NodeId>,
    /// Guards alive during the call.
    pub(super) alive: Alive,
    /// See [`Access::detached`].
    pub(super) detached: Option<ClosureId>,
}

/// An `.await`, or a macro that awaits.
#[derive(Clone, Debug)]
pub(super) struct AwaitSite {
    /// The node.
    pub(super) node: NodeId,
    /// Guards alive over it.
    pub(super) alive: Alive,
}

/// A place where a library's function keeps the thread waiting, or the task that awaits it.
#[derive(Clone, Debug)]
pub(super) struct WaitSite {
    /// The call, or the `.await`.
    pub(super) node: NodeId,
    /// What for.
    pub(super) wait: Wait,
    /// Only the task waits.
    pub(super) awaited: bool,
    /// Guards alive meanwhile.
    pub(super) alive: Alive,
    /// See [`Access::detached`].
    pub(super) detached: Option<ClosureId>,
}

/// Code handed to another thread or task.
#[derive(Clone, Copy, Debug)]
pub(super) struct Spawn {
    /// What runs there.
    pub(super) target: Target,
    /// The call that starts it.
    pub(super) node: NodeId,
    /// Run on many threads by the one call.
    pub(super) many: bool,
}

/// What a thread runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// A closure or `async` block.
    Closure(ClosureId),
    /// A function of the workspace.
    Function(FunctionId),
}

/// A guard that a function returns, as its callers need it.
#[derive(Clone, Debug)]
pub(super) struct Returned {
    /// The guard; its place is rooted in a parameter or static of the function.
    pub(super) guard: Guard,
}

/// All that happened.
#[derive(Debug)]
pub(super) struct Trace {
    /// The function.
    pub(super) function: FunctionId,
    /// Guards taken.
    pub(super) guards: Vec<Guard>,
    /// In order of evaluation.
    pub(super) accesses: Vec<Access>,
    /// In order of evaluation.
    pub(super) mentions: Vec<Mention>,
    /// Fields of something whose type is not known, by name.
    pub(super) loose: Vec<(NodeId, Name)>,
    /// In order of evaluation.
    pub(super) calls: Vec<CallSite>,
    /// In order of evaluation.
    pub(super) awaits: Vec<AwaitSite>,
    /// In order of evaluation.
    pub(super) waits: Vec<WaitSite>,
    /// In order of evaluation.
    pub(super) spawns: Vec<Spawn>,
    /// Guards that leave with the result.
    pub(super) returned: Option<Returned>,
    /// The storage that the result is, or refers to, on every path.
    pub(super) gives: Option<Place>,
    /// By local: its type.
    pub(super) local_types: Vec<Ty>,
    /// By local: the place that it is another name of.
    pub(super) local_places: Vec<Option<Place>>,
}

impl Trace {
    /// An empty trace.
    pub(super) fn new(function: FunctionId) -> Trace {
        Trace {
            function,
            guards: Vec::new(),
            accesses: Vec::new(),
            mentions: Vec::new(),
            loose: Vec::new(),
            calls: Vec::new(),
            awaits: Vec::new(),
            waits: Vec::new(),
            spawns: Vec::new(),
            returned: None,
            gives: None,
            local_types: Vec::new(),
            local_places: Vec::new(),
        }
    }

    /// A lock under which a map inside of what it protects is used is over that map.
    pub(super) fn guard_maps(&mut self) {
        for access in self.accesses.iter().filter(|access| is_map(access.kind)) {
            let Some(place) = &access.place else { continue };
            for (guard, _) in &access.alive {
                let guard = &mut self.guards[*guard];
                guard.over_map |= guard.place.covers(place);
            }
        }
    }

    /// Whether a local is given by the caller: `self` or a parameter of the function.
    pub(super) fn is_given(body: &Body, local: LocalId) -> bool {
        let local = body.local(local);
        local.kind != LocalKind::Variable && local.closure.is_none()
    }
}
