//! What one function does, as the interpreter writes it down: accesses with the locks held at each,
//! calls, goroutines, and the summary that callers need.

use super::callbacks::SlotCall;
use super::lent::Given;
use super::passed::Moment;
use super::place::{self, Place, Root, Slot};
use super::points::Flow;
use crate::analysis::model::Op;
use crate::analysis::ty::{FunctionId, Ty, TypeId};
use crate::facts::{ClosureId, Effect, LocalId, Name, NodeId, Runs};
use crate::source::Span;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use thin_vec::ThinVec;

/// A lock certainly held.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Held {
    pub(super) place: Place,
    /// The lock's declaration: the lock's name across functions.
    pub(super) slot: Option<Slot>,
    pub(super) exclusive: bool,
    /// An atomic flag that one at a time sets: it keeps out who sets it, too.
    pub(super) flag: bool,
    /// It orders what a `sync.Once` runs before what comes after; nobody holds it as a guard.
    pub(super) once: bool,
    /// It is a group of goroutines, or a channel that is closed: what comes before holds it exclusively, and keeps
    /// nobody else of them out; what comes after holds it shared.
    pub(super) group: bool,
    /// Its object is set up under it, once: what is done meanwhile comes before all other uses.
    pub(super) set_up: bool,
    /// The lock is a copy: another object than the one that the map's other users lock.
    pub(super) copied: bool,
    /// It is one of several, chosen by a key: who has another key takes another one.
    pub(super) chosen: bool,
}

impl Held {
    /// A lock that is just that.
    pub(super) fn new(place: Place, slot: Option<Slot>, exclusive: bool) -> Held {
        Held { place, slot, exclusive, once: false, group: false, flag: false, set_up: false, copied: false, chosen: false }
    }

    /// A lock that is known by its declaration alone.
    pub(super) fn declared(lock: Slot, exclusive: bool) -> Held {
        Held::new(place::root(Root::Outer), Some(lock), exclusive)
    }

    /// It is no lock, but says that something is done: that holds for the goroutines started since, too.
    pub(super) fn is_past(&self) -> bool {
        self.once && !self.exclusive
    }

    /// Whether both say that one lock is held: a lock of an object that has no name here goes by its
    /// declaration.
    pub(super) fn is_same(&self, other: &Held) -> bool {
        self.place == other.place && (self.place.root != Root::Outer || self.slot.is_some() && self.slot == other.slot)
    }
}

/// Whether a lock is among them, and not only what says that something is done.
pub(super) fn is_locked(held: &[Held]) -> bool {
    held.iter().any(|lock| !lock.once)
}

/// Index into [`Effects::spawns`].
pub(super) type SpawnIndex = u32;

/// A lock that the function itself took and has not given back: on all paths that lead here, or on
/// some. [`Held`] may also hold what a flag of the caller stands for; this does not.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Taken {
    pub(super) place: Place,
    pub(super) slot: Option<Slot>,
    pub(super) exclusive: bool,
    /// The call that takes it.
    pub(super) at: NodeId,
    /// On every path that leads here.
    pub(super) must: bool,
    /// A function of the tree took it, and returned with it held.
    pub(super) by_callee: bool,
    /// How many closures were being run around the call.
    pub(super) depth: usize,
    /// How many loops were around it.
    pub(super) loops: usize,
    /// Where a pass of a loop around it ended with the lock held.
    pub(super) leaked: Option<NodeId>,
    /// Where it was taken again.
    pub(super) again: Option<NodeId>,
}

/// The function takes a lock that its callers can name, and that it does not hold by itself.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Taking {
    pub(super) node: NodeId,
    pub(super) place: Place,
    pub(super) exclusive: bool,
}

/// What is wrong with how the function takes a lock and gives it back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum FaultKind {
    /// It is taken while it is held: exclusively, or shared.
    Again(bool),
    /// What one side took is given back by the other's method.
    Crossed,
    /// The function or a pass of a loop is left with it, and on another path it is given back.
    Kept,
    /// A pass of a loop is left with it on every path, and the next one takes it again.
    Looped,
    /// It is given back on no path.
    Never,
    /// Taken again where it was to be given back, and kept.
    Doubled,
}

/// A fault in the locking of one function.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct LockFault {
    pub(super) kind: FaultKind,
    pub(super) at: NodeId,
    pub(super) lock: Taken,
}

/// One use of a map.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Access {
    /// The map expression.
    pub(super) node: NodeId,
    pub(super) place: Option<Place>,
    /// The declared type of what the place starts at.
    pub(super) root_ty: Option<TypeId>,
    pub(super) slot: Slot,
    pub(super) ty: Ty,
    pub(super) op: Op,
    /// The variable or field itself is read on the way, not an alias of its value.
    pub(super) direct: bool,
    pub(super) held: ThinVec<Held>,
    /// The map is reachable from this thread alone here: its object was made here and is not shared yet.
    pub(super) owned: bool,
    /// The goroutine of this function in which it happens; `None`: the function's own.
    pub(super) thread: Option<SpawnIndex>,
    /// Goroutines started by this function that may be running at this moment.
    pub(super) alive: ThinVec<SpawnIndex>,
    /// Inside a closure of which it is not known when, or on which thread, it runs.
    pub(super) uncertain: bool,
    /// A `Replace` by a map that was just made.
    pub(super) by_fresh: bool,
    /// An `Insert` of what the caller handed in, as it is or as a part: a registration.
    pub(super) handed_on: bool,
    /// In a goroutine started in a loop: each of them has a map of its own.
    pub(super) per_instance: bool,
    /// What the place starts at was made by the thread at hand.
    pub(super) made_here: bool,
    /// The map was put in place by this function, under a lock that it has not given back since.
    pub(super) renewed: bool,
    /// The map was found to be nil under a lock of this function that it has not given back since: it is being made.
    pub(super) first: bool,
    /// The function has found the map there, or made it, under a lock.
    pub(super) seen: bool,
    /// So many of the first steps of `place` stay in an object made here, in a field that holds nothing of others.
    pub(super) own_steps: usize,
    /// It happens only where this argument (receiver 0) of the function is true, or only where it is false.
    pub(super) when: Option<Flag>,
    pub(super) moment: Moment,
}

/// A boolean argument, by its position, and its value.
pub(super) type Flag = (usize, bool);

/// How a map gets to someone who does not have its lock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Exit {
    /// The function returns it.
    Returned,
    /// It is sent on a channel.
    Sent,
    /// An object that a caller handed in gets it.
    Stored,
    /// A new object gets it, in this slot.
    Given(Slot),
}

/// A map that leaves: by itself, or inside of what leaves.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Escape {
    /// The map at that moment, as if it were read there.
    pub(super) access: Access,
    pub(super) exit: Exit,
    /// It is the map that leaves, not something with it inside.
    pub(super) itself: bool,
    /// So many steps up from the map lies the struct that was copied; `None`: no struct was.
    pub(super) copied: Option<usize>,
    /// The new object that is given the map.
    pub(super) into: Option<NodeId>,
    /// Where the object was made by this function: who writes the map in place when it has left
    /// (index into [`Effects::accesses`]).
    pub(super) writer: Option<usize>,
}

/// What is called or started.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Target {
    /// A function of the tree.
    Function(FunctionId),
    /// A closure of the function at hand; its body's effects stand with the thread of the spawn.
    Closure(ClosureId),
    /// A method of an interface of the tree.
    Interface(TypeId, Name),
}

/// An argument, the receiver first.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Argument {
    pub(super) place: Option<Place>,
    /// The declared type of what the place starts at.
    pub(super) root_ty: Option<TypeId>,
    pub(super) slot: Option<Slot>,
    /// Reachable from the caller's thread alone.
    pub(super) owned: bool,
    /// What the place starts at was made by the calling thread.
    pub(super) made_here: bool,
    /// Part of an object that others hold as well; in words, whose.
    pub(super) shared: Option<(Name, bool)>,
    /// One of several objects, by the path taken.
    pub(super) joined: bool,
    /// Each goroutine that the spawn at hand starts, in a loop, has another one.
    pub(super) each: bool,
    /// See [`Access::own_steps`].
    pub(super) own_steps: usize,
    /// It is `true`, or `false`.
    pub(super) literal: Option<bool>,
    /// The type of the tree that a value of a known type has.
    pub(super) concrete: Option<TypeId>,
    /// What this call returned, and the caller has given to nobody so far.
    pub(super) returned: Option<NodeId>,
}

/// The same arguments, come to on another way: what holds on both.
pub(super) fn join_arguments(known: &mut [Argument], others: &[Argument]) {
    for (known, other) in known.iter_mut().zip(others) {
        known.owned &= other.owned;
        known.each &= other.each;
    }
}

/// A call of a function of the tree.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Call {
    pub(super) node: NodeId,
    pub(super) target: Target,
    pub(super) args: ThinVec<Argument>,
    pub(super) held: ThinVec<Held>,
    /// Locks that the function itself took and certainly has.
    pub(super) taken: ThinVec<Taken>,
    /// Locks of the caller that it may have given back before.
    pub(super) given: ThinVec<Place>,
    /// See [`Access::when`].
    pub(super) when: Option<Flag>,
    /// In a closure that runs when the function has returned.
    pub(super) later: bool,
    pub(super) thread: Option<SpawnIndex>,
    pub(super) alive: ThinVec<SpawnIndex>,
    pub(super) uncertain: bool,
    pub(super) moment: Moment,
}

impl Call {
    /// In a closure of which nobody knows who runs it.
    pub(super) fn is_at_no_known_time(&self) -> bool {
        self.uncertain && self.thread.is_none()
    }
}

/// A thread that the function starts, or a callback that it hands to someone who runs it on threads.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Spawn {
    pub(super) node: NodeId,
    pub(super) target: Target,
    pub(super) args: ThinVec<Argument>,
    /// May be started again while an earlier one of it runs.
    pub(super) many: bool,
    /// Goroutines of this function that may be running when it starts.
    pub(super) alive: ThinVec<SpawnIndex>,
    /// It may still be running when the function returns.
    pub(super) outlives: bool,
    /// What else is called on the same goroutine, unless it is `many`.
    pub(super) beside: Option<Beside>,
    /// It starts when that object is put to use, which is not seen.
    pub(super) deferred: bool,
    /// A library calls it from goroutines of its own, when somebody makes it do so.
    pub(super) served: bool,
    /// It starts when who starts it has returned.
    pub(super) after_return: Option<Starter>,
    /// Locks of the starter that it holds when the goroutine starts, and when it waits for it.
    pub(super) held: ThinVec<Held>,
    /// It runs a function that is kept in a slot, whenever it gets to a call of what that holds.
    pub(super) kept: bool,
    /// It is the program's main goroutine, which gets to it by way of a library.
    pub(super) main: bool,
    /// Each of them has what keeps that function for itself: they meet in what they hand to it alone.
    pub(super) apart: bool,
    /// In words, for messages: `http.HandleFunc`; empty for a `go` statement.
    pub(super) through: String,
    /// The loops around it, outermost first.
    pub(super) loops: ThinVec<NodeId>,
    pub(super) moment: Moment,
}

/// Who starts a goroutine of a function.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Starter {
    /// The function itself.
    Function,
    /// Another goroutine of it.
    Thread(SpawnIndex),
}

/// What is called from one goroutine, one at a time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Beside {
    /// The methods, or the functions in the fields, of the object that is handed over or made there.
    Object(NodeId),
    /// The functions of an entry's type.
    Entry(Name),
    /// The functions that an object made there keeps, which the goroutine of one `go` statement calls.
    Kept(NodeId, (FunctionId, SpawnIndex)),
    /// The functions in a field of an object of the type, which the goroutine of one `go` statement calls: it
    /// starts one for each object.
    Loop(TypeId, (FunctionId, SpawnIndex)),
}

/// A check and a later act on the same key of a concurrent map, or of a map whose lock was released
/// between the two.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct CheckThenAct {
    pub(super) check: NodeId,
    pub(super) act: NodeId,
    pub(super) slot: Slot,
    pub(super) ty: Ty,
    pub(super) key: NodeId,
    /// The lock of both; `None` for a concurrent map.
    pub(super) lock: Option<Place>,
    /// What is stored has an identity or rests on what was loaded: more than work done twice.
    pub(super) harmful: bool,
    pub(super) step: Step,
}

/// What a check and its act are together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Step {
    /// An entry is stored where there was none.
    Fill,
    /// An entry is stored for the one that was found.
    Replace,
    /// An entry is deleted where it is the one that was meant.
    Discard,
    /// An entry is taken out and handed on: whoever got it is to be the only one.
    Take,
}

/// A write to a map that is certainly nil.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct NilWrite {
    pub(super) node: NodeId,
    pub(super) place: Option<Place>,
    /// Where the variable is declared, or the struct was made.
    pub(super) declared: Span,
    pub(super) slot: Slot,
    pub(super) op: Op,
    pub(super) ty: Ty,
}

/// Why a map is not the function's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Claim {
    /// Part of an object that others hold as well; in words, whose: `a lister's cache`. `keeps`: it
    /// keeps what its users want to change, too.
    Shared { whose: Name, keeps: bool },
    /// Made here of parts of the source.
    Gathered,
    /// A struct was copied, and its map with it.
    Copied,
    /// The map of one object was put in another.
    Aliased,
}

/// A map, or what has maps inside, that others have too.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Foreign {
    pub(super) claim: Claim,
    /// What it is a part of.
    pub(super) source: Option<Place>,
    /// Where it was got, copied or put in.
    pub(super) at: NodeId,
}

/// A write to a map that came as, or in, a parameter: no lock is held.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct ParamWrite {
    /// The map, in the function's places.
    pub(super) place: Place,
    pub(super) op: Op,
    /// The write itself, in this function or one that it calls.
    pub(super) site: (FunctionId, NodeId),
    pub(super) slot: Option<Slot>,
    pub(super) ty: Ty,
}

/// A write to a map that others have too, with no lock held.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct ForeignWrite {
    pub(super) op: Op,
    /// The write itself, in this function or one that it calls.
    pub(super) site: (FunctionId, NodeId),
    /// The call that leads to it, where it is in another function.
    pub(super) call: Option<NodeId>,
    /// The map in this function.
    pub(super) place: Option<Place>,
    pub(super) slot: Option<Slot>,
    pub(super) ty: Ty,
    pub(super) foreign: Arc<Foreign>,
    /// What others hold is handed on by this function: to a call, a field, its caller.
    pub(super) handed_on: bool,
}

/// A map is sent on a channel, and a field or package variable keeps it.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(super) struct Sent {
    /// What keeps it.
    pub(super) slot: Slot,
    /// Where it is sent, here or in a callee.
    pub(super) at: NodeId,
}

/// What a callee does with a function it is given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct ParamRun {
    /// Index in `params`.
    pub(super) param: usize,
    pub(super) runs: Runs,
    /// In a loop, or on many threads.
    pub(super) many: bool,
    /// Perhaps when the callee has returned: the caller's locks may be released by then.
    pub(super) later: bool,
    /// Locks that the callee holds then, in its own places.
    pub(super) held: ThinVec<Held>,
    /// On another path code of which nothing is known gets it instead, and may hold a lock when it runs it: who
    /// runs it without has that lock, as likely as not.
    pub(super) perhaps: bool,
    /// What the thread signals when it is done, in the callee's places.
    pub(super) signals: ThinVec<Place>,
}

/// An argument that outlives the call in somebody else's hands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) struct Shared {
    /// Its position: the receiver is 0, parameters count from 1.
    pub(super) argument: usize,
    /// The argument that holds it from then on; `None`: a thread, channel or variable.
    pub(super) by: Option<usize>,
}

/// What a function returns, where a caller can use it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Returned {
    Unknown,
    /// A part of a parameter or global, in the callee's places.
    Place(Place, Option<Slot>),
    /// An object made by the call that nobody else has.
    Fresh,
    /// A container made by the call, with objects in it that others have.
    Gathering,
    /// A function that gives these locks back.
    Unlocks(ThinVec<(Place, bool)>),
}

/// A function gives a field something that others have too.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) struct LentField {
    /// The argument whose field it is; `None`: the object that it makes and returns first.
    pub(super) object: Option<usize>,
    pub(super) field: Name,
    /// What it gives is this argument: its callers know whose it is.
    pub(super) argument: Option<usize>,
}

/// A function puts a map that others have in the object that it makes and returns first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct PassedMap {
    /// Where: from [`super::place::Root::Outer`], which stands for the object.
    pub(super) at: Place,
    /// Whose map it is, in the function's places.
    pub(super) source: Place,
}

/// How many places of its callers a function is known to treat in one way. One that seems to treat more walks over
/// objects that refer to each other, and each of those that call it would seem to treat them by all the ways that
/// lead there.
pub(super) const MAX_NAMED: usize = 32;

/// Adds to what a function does in one way with places of its callers, within that bound.
pub(super) fn add_named<T: PartialEq>(known: &mut ThinVec<T>, named: T) {
    if known.len() < MAX_NAMED && !known.contains(&named) {
        known.push(named);
    }
}

/// What a caller must know of a function, and nothing more.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Summary {
    /// Locks that are held when it returns and were not before.
    pub(super) acquires: ThinVec<Held>,
    /// Locks that it gives back without having taken them.
    pub(super) releases: ThinVec<Held>,
    pub(super) runs: ThinVec<ParamRun>,
    /// By result.
    pub(super) returns: ThinVec<Returned>,
    /// What another thread or object may still hold of its arguments when it returns.
    pub(super) shares: ThinVec<Shared>,
    /// Places whose `Done`, send or close it performs: whoever waits on them has joined it.
    pub(super) signals: ThinVec<Place>,
    /// Places that it waits on.
    pub(super) joins: ThinVec<Place>,
    /// Maps of its parameters that it writes.
    pub(super) writes: ThinVec<ParamWrite>,
    /// Maps in its parameters that it puts others in place of.
    pub(super) replaces: ThinVec<Place>,
    /// Maps in its parameters that it certainly puts new ones in place of, and their types.
    pub(super) renews: ThinVec<(Place, Ty)>,
    /// Parameters of an interface type (index in `params`) that it reads as a whole, all maps inside.
    pub(super) reads_whole: ThinVec<(usize, Op)>,
    /// By result: an object that others hold as well, as [`Claim::Shared`] says it.
    pub(super) shared: ThinVec<(usize, Name, bool)>,
    /// By result: it was gathered from parts of this place.
    pub(super) gathered: ThinVec<(usize, Place)>,
    /// Map arguments, by position, that it sends on a channel.
    pub(super) sends: ThinVec<usize>,
    /// What it gives to the fields of its arguments, and of what it makes.
    pub(super) lends: ThinVec<LentField>,
    /// Maps of others in the object that it makes and returns first.
    pub(super) passes: ThinVec<PassedMap>,
    /// Function parameters (index in `params`) that it puts in a slot, for others to call, and what the
    /// slot is a part of, in its own places.
    pub(super) keeps: ThinVec<(usize, Slot, Option<Place>)>,
    /// Parameters (index in `params`) that are tests, which it has go on beside others.
    pub(super) parallel: ThinVec<usize>,
}

impl Summary {
    /// A caller learns nothing from it.
    pub(super) fn is_trivial(&self) -> bool {
        let Summary {
            acquires,
            releases,
            runs,
            returns,
            shares,
            signals,
            joins,
            writes,
            replaces,
            renews,
            reads_whole,
            shared,
            gathered,
            sends,
            lends,
            passes,
            keeps,
            parallel,
        } = self;
        acquires.is_empty()
            && releases.is_empty()
            && runs.is_empty()
            && shares.is_empty()
            && signals.is_empty()
            && joins.is_empty()
            && writes.is_empty()
            && replaces.is_empty()
            && renews.is_empty()
            && reads_whole.is_empty()
            && shared.is_empty()
            && gathered.is_empty()
            && sends.is_empty()
            && lends.is_empty()
            && passes.is_empty()
            && keeps.is_empty()
            && parallel.is_empty()
            && returns.iter().all(|returned| *returned == Returned::Unknown)
    }
}

/// A map and the loop that fills it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Fill {
    /// The `make` or literal.
    pub(super) made: NodeId,
    pub(super) slot: Slot,
    pub(super) ty: Ty,
    /// The loop.
    pub(super) fill: NodeId,
    /// What is ranged over.
    pub(super) over: NodeId,
    /// The number of passes where the loop counts to a literal.
    pub(super) literal: Option<u64>,
    pub(super) only_inserts: bool,
    /// The loop is over a number, not over something that has a length.
    pub(super) counts_itself: bool,
    /// The number can be told where the map is made: what it is worked out of has a value there, and no pointer is
    /// followed that could be nil there and not at the loop.
    pub(super) plain: bool,
}

/// A call of a method of a map that is safe by itself.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct ConcurrentUse {
    /// The call.
    pub(super) node: NodeId,
    pub(super) slot: Slot,
    pub(super) effect: Effect,
    pub(super) held: ThinVec<Held>,
    /// See [`Access::owned`].
    pub(super) owned: bool,
    /// On no goroutine of the function: what its callers hold is held.
    pub(super) on_own_thread: bool,
}

/// All entries of a map are gone through, in its order.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Walk {
    /// What a `range` is over; or the call that lists the entries (`maps.Keys(m)`).
    pub(super) node: NodeId,
    pub(super) slot: Option<Slot>,
    pub(super) ty: Ty,
}

/// A call of a method of a library's type, in a function with a walk.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct LibraryCall {
    pub(super) node: NodeId,
    /// The receiver's type, no pointer.
    pub(super) ty: Ty,
    pub(super) name: Name,
}

/// A lock field that points to another lock: `&Keeper{mu: &s.mu}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct LockAlias {
    pub(super) pointer: Slot,
    pub(super) target: Slot,
}

/// All that one function does.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Effects {
    pub(super) accesses: ThinVec<Access>,
    pub(super) calls: ThinVec<Call>,
    pub(super) spawns: ThinVec<Spawn>,
    pub(super) checks: ThinVec<CheckThenAct>,
    pub(super) nil_writes: ThinVec<NilWrite>,
    pub(super) fills: ThinVec<Fill>,
    pub(super) concurrent: ThinVec<ConcurrentUse>,
    pub(super) walks: ThinVec<Walk>,
    /// From the first walk on.
    pub(super) library_calls: ThinVec<LibraryCall>,
    pub(super) foreign_writes: ThinVec<ForeignWrite>,
    pub(super) sent: ThinVec<Sent>,
    pub(super) lock_aliases: ThinVec<LockAlias>,
    /// Functions and methods that are put in slots.
    pub(super) kept_functions: ThinVec<(FunctionId, Slot)>,
    pub(super) given: ThinVec<Given>,
    pub(super) flows: ThinVec<Flow>,
    /// Values of a type of the tree that get to a slot, or to the function's callers (`None`).
    pub(super) typed: ThinVec<(Option<Slot>, TypeId)>,
    pub(super) escapes: ThinVec<Escape>,
    pub(super) takings: ThinVec<Taking>,
    pub(super) lock_faults: ThinVec<LockFault>,
    /// Parameters that are given another value.
    pub(super) rebound_params: ThinVec<LocalId>,
    /// Locks that are given back by somebody else than who took them.
    pub(super) handed_locks: ThinVec<Slot>,
    /// Locks of its caller that it gives back: held when it is called.
    pub(super) entered_with: ThinVec<Held>,
    /// How many of its variables are maps.
    pub(super) map_locals: usize,
    /// Functions that are used as values: someone may call them later.
    pub(super) references: ThinVec<FunctionId>,
    /// The slots that it puts functions in.
    pub(super) kept: ThinVec<Slot>,
    /// Fields and package variables that it puts a channel in; whether that was made there with room for one.
    pub(super) channels: ThinVec<(Slot, bool)>,
    /// Fields and package variables with channels that it holds as locks.
    pub(super) gates: ThinVec<Slot>,
    /// Fields and package variables with channels that it sends on.
    pub(super) sends_on: ThinVec<Slot>,
    /// The slots from which its closures are run, with a lock held.
    pub(super) run_from: ThinVec<Slot>,
    pub(super) slot_calls: ThinVec<SlotCall>,
    /// Functions that are put in a slot (the second) as they came from another.
    pub(super) passed: ThinVec<(Slot, Slot)>,
    pub(super) summary: Summary,
}

impl Effects {
    /// Gives back the room for more in the lists that are long where there are many functions.
    pub(super) fn trim(&mut self) {
        self.accesses.shrink_to_fit();
        self.calls.shrink_to_fit();
        self.escapes.shrink_to_fit();
        self.flows.shrink_to_fit();
        self.takings.shrink_to_fit();
        self.given.shrink_to_fit();
        self.slot_calls.shrink_to_fit();
        self.spawns.shrink_to_fit();
    }
}
