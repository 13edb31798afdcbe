//! What is known at one point of a function, and how two such states join.
//!
//! Locks are a must-set (join is intersection: bottom is "unreachable", top is "nothing held"),
//! goroutines that may be running are a may-set (join is union). A local whose value differs on two
//! paths is of unknown value and keeps its type.

use super::super::effects::{Flag, Foreign, Held, SpawnIndex, Taken, add_named};
use super::super::passed::{Moment, Passed};
use super::super::place::{self, Place, Root, Slot, Step};
use super::env::Env;
use super::given::LentPart;
use super::shared::{SharedMap, SharedSet};
use crate::analysis::ty::{FunctionId, Ty, TypeId};
use crate::facts::{ClosureId, LocalId, Name, NodeId};
use rustc_hash::{FxHashMap, FxHashSet};
use std::borrow::Cow;
use std::sync::Arc;
use thin_vec::ThinVec;

/// The value of an expression, as far as it is followed.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Value {
    pub(super) ty: Ty,
    pub(super) place: Option<Place>,
    pub(super) slot: Option<Slot>,
    /// It was just read from its slot; false for an alias kept in a local.
    pub(super) direct: bool,
    /// A copy of a struct: the maps inside are shared with the original, locks inside are not.
    pub(super) copied: bool,
    /// Others have it too, on some path.
    pub(super) foreign: Option<Arc<Foreign>>,
    /// The `range` whose passes each have another one.
    pub(super) pass: Option<NodeId>,
    pub(super) kind: Kind,
}

/// What else is known of a value.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Kind {
    Plain,
    /// `nil`, or the zero value of a declared map: the local that declares it.
    Nil(Option<LocalId>),
    /// `true` or `false`.
    Bool(bool),
    Closure(ClosureId),
    Function(FunctionId),
    /// A method of the tree bound to its receiver.
    Method(FunctionId, Box<Value>),
    /// A method of a library's type bound to its receiver.
    LibraryMethod(Box<Value>, Name),
    /// A method of an interface of the tree, and its results.
    InterfaceMethod(TypeId, Name, Box<Value>, Box<[Ty]>),
    /// A name of a package outside the tree: a function, type or variable.
    Library(Name),
    /// A type: calling it converts.
    Type(Ty),
    /// Calling it gives locks back.
    Unlocks(Vec<(Place, bool)>),
    /// The result of `TryLock`, and the call: where it is true, the lock is held.
    Tried(Held, NodeId),
    /// The results of a call, or a value with its `ok`.
    Results(Vec<Value>),
    /// A result of a look-up, and which: what was found, or (a `bool`) whether anything was.
    Found(NodeId),
    /// Worked out of what a look-up found: `n + 1`.
    Derived(NodeId),
}

impl Value {
    pub(super) fn of(ty: Ty) -> Value {
        Value { ty, place: None, slot: None, direct: false, copied: false, foreign: None, pass: None, kind: Kind::Plain }
    }

    pub(super) fn unknown() -> Value {
        Value::of(crate::analysis::ty::unknown())
    }

    pub(super) fn kind(kind: Kind) -> Value {
        Value { kind, ..Value::unknown() }
    }

    /// The look-up that gave it, or gave what it was worked out of.
    pub(super) fn looked_up(&self) -> Option<NodeId> {
        match self.kind {
            Kind::Found(check) | Kind::Derived(check) => Some(check),
            _ => None,
        }
    }

    fn join(self, other: &Value) -> Value {
        if self == *other {
            return self;
        }
        // What is nil on the one path is nobody's: used it is only as what it is on the other.
        let nil = |value: &Value| matches!(value.kind, Kind::Nil(None));
        match (nil(&self), nil(other)) {
            (true, false) => return Value { kind: Kind::Plain, ..other.clone() },
            (false, true) => return Value { kind: Kind::Plain, ..self },
            _ => {}
        }
        let ty = if self.ty == other.ty || other.ty.is_unknown() {
            self.ty
        } else if self.ty.is_unknown() {
            other.ty
        } else {
            crate::analysis::ty::unknown()
        };
        let place = join_places(self.place.as_ref(), other.place.as_ref());
        let slot = match &place {
            Some(place) if Some(place) == self.place.as_ref() => self.slot,
            Some(_) => other.slot,
            None => self.slot.filter(|slot| Some(*slot) == other.slot),
        };
        Value {
            ty,
            place,
            slot,
            direct: self.direct && other.direct,
            copied: self.copied || other.copied,
            foreign: self.foreign.or_else(|| other.foreign.clone()),
            pass: self.pass.filter(|_| self.pass == other.pass),
            kind: if self.kind == other.kind { self.kind } else { Kind::Plain },
        }
    }
}

/// A call to run when the function ends.
#[derive(Clone, Debug)]
pub(super) struct Deferred {
    pub(super) node: NodeId,
    pub(super) callee: Arc<Value>,
    pub(super) args: Arc<Vec<Value>>,
}

/// A look-up in a concurrent map whose act may follow.
#[derive(Clone, Debug)]
pub(super) struct Checked {
    pub(super) node: NodeId,
    pub(super) map: Value,
    pub(super) key: NodeId,
    /// Here it is known that nothing was found.
    pub(super) absent: bool,
    /// Here it is known what was found: it was compared.
    pub(super) equal: bool,
    /// What was found was handed to somebody for good.
    pub(super) taken: bool,
    /// Where the entry was taken out of the map.
    pub(super) removed: Option<NodeId>,
}

impl Checked {
    pub(super) fn new(node: NodeId, map: Value, key: NodeId) -> Checked {
        Checked { node, map, key, absent: false, equal: false, taken: false, removed: None }
    }
}

/// A look-up in a map under its lock, whose act may follow in another critical section.
#[derive(Clone, Debug)]
pub(super) struct Looked {
    pub(super) node: NodeId,
    pub(super) map: Place,
    pub(super) key: NodeId,
    /// Locks held then and ever since.
    pub(super) under: Vec<Place>,
    /// Locks held then that were given back.
    pub(super) released: Vec<Place>,
    /// Here it is known that nothing was found.
    pub(super) absent: bool,
}

/// What holds at one point.
#[derive(Clone, Debug, Default)]
pub(super) struct State {
    pub(super) unreachable: bool,
    pub(super) env: Env,
    pub(super) held: ThinVec<Held>,
    /// Locks of elements that are held more than once: which elements, nobody knows.
    pub(super) again: FxHashMap<Place, u8>,
    /// Locks of the caller that were given back, and not taken again.
    pub(super) gave: ThinVec<Place>,
    pub(super) alive: ThinVec<SpawnIndex>,
    /// What was done already.
    pub(super) passed: Passed,
    /// Allocations that another thread or object may reach.
    pub(super) shared: SharedSet<NodeId>,
    /// Variables that hold one of several objects, by the path taken.
    pub(super) joined: FxHashSet<LocalId>,
    /// Fields of objects made here that may hold what others have too.
    pub(super) lent: FxHashSet<LentPart>,
    /// Arguments of the function that are known to be true, or false, here.
    pub(super) flags: ThinVec<Flag>,
    /// Variables that are known to be nil here.
    pub(super) nil: FxHashSet<LocalId>,
    /// Locals whose address another thread or object may have.
    pub(super) shared_locals: SharedSet<LocalId>,
    /// Fields that were assigned, and objects whose address was handed to a call.
    pub(super) assigned: SharedSet<Place>,
    /// Allocations that were stored somewhere: their place from then on.
    pub(super) published: SharedMap<NodeId, (Place, Option<Slot>)>,
    pub(super) deferred: ThinVec<Deferred>,
    /// Fields of struct copies that were given a value of their own.
    pub(super) overridden: FxHashSet<(LocalId, Name)>,
    pub(super) checked: ThinVec<Checked>,
    /// Places that were given a new object under a lock that was not given back since.
    pub(super) renewed: FxHashSet<Place>,
    /// Maps that were found to be nil under a lock that was not given back since.
    pub(super) missing: FxHashSet<Place>,
    /// Maps that were found under a lock not to be nil, or were made under it because they were.
    pub(super) seen: FxHashSet<Place>,
    /// What objects made here hold that others have too: the place in them, and what it holds.
    pub(super) holdings: ThinVec<(Place, Arc<Value>)>,
    pub(super) looked: ThinVec<Looked>,
    /// Locks taken by the function itself.
    pub(super) taken: ThinVec<Taken>,
    /// Locks of the caller that were given back.
    pub(super) given: ThinVec<Place>,
    /// Fields that were given a map which another object has.
    pub(super) borrowed: FxHashMap<Place, Arc<Foreign>>,
    /// Fields that were certainly given another map, or none, since they were copied.
    pub(super) unshared: FxHashSet<Place>,
}

impl State {
    pub(super) fn dead() -> State {
        thread_local! {
            static DEAD: State = State { unreachable: true, ..State::default() };
        }
        DEAD.with(State::clone)
    }

    /// Joins what holds on another path into this state.
    #[expect(clippy::iter_over_hash_type, reason = "each key is joined for itself: no order shows")]
    pub(super) fn join(&mut self, other: State) {
        if other.unreachable {
            return;
        }
        if self.unreachable {
            *self = other;
            return;
        }
        let stays = |here: &State, there: &State, lock: &Held| {
            here.made_instead(there, lock) || here.has_none_of(there, lock) || there.takes_to_the_end(here, lock)
        };
        let only_there: Vec<Held> = other.held.iter().filter(|lock| stays(self, &other, lock)).cloned().collect();
        let kept: Vec<Held> = self.held.iter().filter(|lock| stays(&other, self, lock)).cloned().collect();
        self.nil.retain(|local| other.nil.contains(local));
        self.lent.extend(other.lent);
        self.flags.retain(|flag| other.flags.contains(flag));
        self.held.retain_mut(|held| {
            let Some(twin) = other.held.iter().find(|twin| twin.place == held.place) else { return false };
            // `if writes { mu.Lock() } else { mu.RLock() }`: a later `if writes` says which.
            held.exclusive |= twin.exclusive;
            held.copied |= twin.copied;
            held.set_up &= twin.set_up;
            true
        });
        self.held.extend(kept.into_iter().chain(only_there));
        other.gave.into_iter().for_each(|place| add_named(&mut self.gave, place));
        for (place, times) in other.again {
            let known = self.again.entry(place).or_default();
            *known = times.max(*known);
        }
        union(&mut self.alive, &other.alive);
        self.passed.join(&other.passed);
        self.shared.unite(other.shared);
        self.shared_locals.unite(other.shared_locals);
        self.joined.extend(other.joined);
        self.assigned.unite(other.assigned);
        self.published.unite(other.published);
        self.overridden.extend(other.overridden);
        for (place, foreign) in other.borrowed {
            self.borrowed.entry(place).or_insert(foreign);
        }
        self.unshared.retain(|place| other.unshared.contains(place));
        if other.deferred.len() > self.deferred.len() {
            self.deferred = other.deferred;
        }
        super::one_step::join_checked(&mut self.checked, other.checked);
        self.renewed.retain(|place| other.renewed.contains(place));
        self.missing.retain(|place| other.missing.contains(place));
        self.seen.retain(|place| other.seen.contains(place));
        for holding in other.holdings {
            if !self.holdings.contains(&holding) {
                self.holdings.push(holding);
            }
        }
        super::split::join_looked(&mut self.looked, &other.looked);
        super::region::join_taken(&mut self.taken, other.taken);
        other.given.into_iter().for_each(|place| add_named(&mut self.given, place));
        let (published, of_several) = (&self.published, &mut self.joined);
        self.env.join(&other.env, |local, value, twin| {
            let (value, twin) = (resolved(published, value), resolved(published, twin));
            if let (Cow::Borrowed(_), true) = (&value, value == twin) {
                return None;
            }
            let of_places = value.place.is_some() && twin.place.is_some();
            let mut joined = value.into_owned().join(&twin);
            if joined.place.is_none() && of_places {
                // One of two objects: whichever it is, the variable names it from here on.
                joined.place = Some(place::root(Root::Local(local)));
                of_several.insert(local);
            }
            Some(Arc::new(joined))
        });
    }

    /// The object that a variable names goes by the name of another variable that has it too, if one does.
    pub(super) fn rename(&mut self, local: LocalId) {
        let from = place::root(Root::Local(local));
        let is_alias = |(alias, value): &(LocalId, &Arc<Value>)| *alias != local && value.place.as_ref() == Some(&from);
        let Some((alias, _)) = self.env.iter().find(is_alias) else { return };
        let to = place::root(Root::Local(alias));
        for held in &mut self.held {
            if let Some(renamed) = place::rebase(&held.place, &from, &to) {
                held.place = renamed;
            }
        }
        let rename = |value: &Arc<Value>| place::rebase(value.place.as_ref()?, &from, &to);
        let renamed: Vec<(LocalId, Place, Arc<Value>)> =
            self.env.iter().filter_map(|(local, value)| Some((local, rename(value)?, value.clone()))).collect();
        for (local, place, value) in renamed {
            self.env.insert(local, Arc::new(Value { place: Some(place), ..Value::clone(&value) }));
        }
    }

    /// On this path a variable has an object just made, in whose stead the other path has one whose lock
    /// it took: nobody else has either.
    fn made_instead(&self, other: &State, lock: &Held) -> bool {
        if self.held.iter().any(|held| held.place == lock.place) {
            return false;
        }
        other.env.iter().any(|(local, value)| {
            let locked = value.place.as_ref().is_some_and(|place| place.holds(&lock.place));
            let made = || match self.env.get(local).and_then(|value| value.place.as_ref()).map(|place| (place.root, place.steps.is_empty()))
            {
                Some((Root::Fresh(node), true)) => !self.shared.contains(&node) && !self.published.contains_key(&node),
                _ => false,
            };
            locked && made()
        })
    }

    /// On this path the object is nil whose lock the other path took: nobody uses it here.
    fn has_none_of(&self, other: &State, lock: &Held) -> bool {
        let taken = |local: &LocalId| {
            let object = other.env.get(*local).and_then(|value| value.place.as_ref());
            object.map_or(lock.place.root == Root::Local(*local), |object| object.holds(&lock.place))
        };
        self.held.iter().all(|held| held.place != lock.place) && self.nil.iter().any(|local| !other.nil.contains(local) && taken(local))
    }

    /// `if !locked { mu.Lock(); defer mu.Unlock() }`: all that this path has done is to take the lock until the
    /// function ends. On the other path the caller has it.
    fn takes_to_the_end(&self, other: &State, lock: &Held) -> bool {
        let gives_back = |deferred: &Deferred| match &deferred.callee.kind {
            Kind::LibraryMethod(receiver, _) => receiver.place.as_ref() == Some(&lock.place),
            Kind::Unlocks(locks) => locks.iter().any(|(place, _)| *place == lock.place),
            _ => false,
        };
        self.passed == other.passed && other.held.iter().all(|held| held.place != lock.place) && self.deferred.iter().any(gives_back)
    }

    /// An event happens here. On a later visit what was done before is added.
    pub(super) fn pass(&mut self, moment: &mut Moment) {
        moment.after.join(&self.passed);
        self.passed.insert(moment.event);
    }

    /// Adds a lock. Taken again, it is held as strongly as before.
    pub(super) fn acquire(&mut self, lock: Held) {
        self.gave.retain(|place| *place != lock.place);
        match self.held.iter_mut().find(|held| held.place == lock.place) {
            Some(held) => {
                held.exclusive |= lock.exclusive;
                held.chosen &= lock.chosen;
                if lock.place.steps.contains(&Step::Element) {
                    let times = self.again.entry(lock.place).or_default();
                    *times = times.saturating_add(1);
                }
            }
            None => {
                self.again.remove(&lock.place);
                self.held.push(lock);
            }
        }
    }

    /// Takes a lock away; false where it was not held.
    pub(super) fn release(&mut self, place: &Place) -> bool {
        if let Some(times) = self.again.get_mut(place).filter(|times| **times > 0) {
            *times -= 1;
            return true;
        }
        let before = self.held.len();
        self.held.retain(|held| held.place != *place);
        self.held.len() != before
    }
}

/// The place of a value that differs on two paths: none, unless one of them made it, or got it made,
/// and the other found it somewhere (`x, ok := s.m[k]; if !ok { x = newT() }`), where others may find it too.
fn join_places(one: Option<&Place>, other: Option<&Place>) -> Option<Place> {
    let made = |place: &Place| matches!(place.root, Root::Fresh(_) | Root::Result(_)) && place.steps.is_empty();
    match (one, other) {
        (Some(one), Some(other)) if one == other || made(other) && !made(one) => Some(one.clone()),
        (Some(one), Some(other)) if made(one) && !made(other) => Some(other.clone()),
        _ => None,
    }
}

/// The value with an allocation that was stored somewhere named by its place there.
pub(super) fn resolved<'v>(published: &FxHashMap<NodeId, (Place, Option<Slot>)>, value: &'v Value) -> Cow<'v, Value> {
    let mut value = Cow::Borrowed(value);
    if let Some(Root::Fresh(node)) = value.place.as_ref().map(|place| place.root)
        && let Some((to, slot)) = published.get(&node)
    {
        let from = place::root(Root::Fresh(node));
        let value = value.to_mut();
        value.place = value.place.take().and_then(|place| place::rebase(&place, &from, to));
        value.slot = slot.filter(|_| value.place.as_ref() == Some(to)).or(value.slot);
    }
    value
}

/// Adds the elements of `more` to a sorted list without duplicates.
pub(super) fn union(list: &mut ThinVec<SpawnIndex>, more: &[SpawnIndex]) {
    for item in more {
        if let Err(at) = list.binary_search(item) {
            list.insert(at, *item);
        }
    }
}
