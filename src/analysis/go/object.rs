//! Whether two threads have one object: by equal ways to it, by where it was made, by what each made
//! for itself.
//!
//! [`may_share`] is asked where no lock shows that a map is shared, and wants to see a way to one object.
//! [`surely_apart`] is asked where a lock shows it, and wants to see that there is none.

use super::anchor::{self, Anchor, Named};
use super::call_graph::position_of;
use super::context::{RootId, RootKind, Whole};
use super::joined;
use super::place::{Root, Slot, SlotBase, Step};
use super::points::{self, slots_along};
use super::site::Site;
use crate::analysis::ty::{self, TypeId};

/// Whether two threads that reach the two sites can have got the same object: they name it by the
/// same path from an object of the same type, or it is a variable. What a thread made itself, a caller
/// that nobody sees is not taken to have.
pub(super) fn may_share(whole: Whole<'_>, slot: Slot, one: (&Site<'_>, RootId), two: (&Site<'_>, RootId)) -> bool {
    if matches!(slot.base, SlotBase::Global(_) | SlotBase::Local(..)) {
        return true;
    }
    let (map, left) = anchors(whole, one.0, one.1);
    let (twin, right) = anchors(whole, two.0, two.1);
    let kept = |anchor: &Anchor, other: &Anchor| anchor.own && is_unseen(whole, two.1) || other.own && is_unseen(whole, one.1);
    let may_be = |anchor: &Anchor, other: &Anchor| {
        let of_other = Route { map: &twin, root: two.1, anchor: other };
        anchor.may_be(other) || same_object(whole, Route { map: &map, root: one.1, anchor }, of_other)
    };
    left.iter().any(|anchor| right.iter().any(|other| may_be(anchor, other) && !kept(anchor, other)))
}

/// Whether both threads are seen to have one object: it is a variable, both name it by one way from where
/// they start, or who starts one of them has made it.
pub(super) fn is_one(whole: Whole<'_>, slot: Slot, one: (&Site<'_>, RootId), two: (&Site<'_>, RootId)) -> bool {
    if matches!(slot.base, SlotBase::Global(_) | SlotBase::Local(..)) {
        return true;
    }
    let starts = |root: RootId, maker| matches!(whole.contexts.roots[root as usize].kind, RootKind::Spawn(starter, _) if starter == maker);
    let (map, left) = anchors(whole, one.0, one.1);
    let (twin, right) = anchors(whole, two.0, two.1);
    let made_by_starter = |anchor: &Anchor, other: &Anchor| {
        let (way, of_other) = (Route { map: &map, root: one.1, anchor }, Route { map: &twin, root: two.1, anchor: other });
        let by_starter = |maker| starts(one.1, maker) || starts(two.1, maker);
        let ends = common_ends(whole, way, of_other);
        ends.iter().any(|end| matches!((&end.one[..], &end.other[..]), ([site], [twin]) if site == twin && by_starter(site.0)))
    };
    // Of the elements of a container each thread may have another.
    let by_element = |anchor: &Anchor| anchor.steps().contains(&Step::Element);
    left.iter()
        .filter(|anchor| !by_element(anchor))
        .any(|anchor| right.iter().any(|other| anchor.may_be(other) || !by_element(other) && made_by_starter(anchor, other)))
}

/// A way by which a thread gets to the map of a site.
#[derive(Clone, Copy)]
struct Route<'s> {
    map: &'s Named,
    root: RootId,
    anchor: &'s Anchor,
}

/// Whether the two ways lead to one object on account of where it was made: on each of them it, or
/// what holds it, lies in a field that may have got the other's. Of what both threads may have made
/// for themselves each is taken to have its own.
fn same_object(whole: Whole<'_>, one: Route<'_>, other: Route<'_>) -> bool {
    if one.anchor.own && other.anchor.own {
        return false;
    }
    let makes = |site: points::Site, root: RootId| whole.contexts.reached(site.0, root).is_some();
    let shared = |site: points::Site| !(makes(site, one.root) && makes(site, other.root));
    let meet = |left: points::Site, right: points::Site| whole.contexts.points.may_be_one(left, right) && shared(left) && shared(right);
    let ends = common_ends(whole, one, other);
    ends.iter().any(|end| !end.by_type && end.one.iter().any(|site| end.other.iter().any(|twin| meet(*site, *twin))))
}

/// Whether the two ways surely lead to two objects: at one point they are in two that are known, and
/// from there on each has its own.
fn other_object(whole: Whole<'_>, one: Route<'_>, other: Route<'_>) -> bool {
    let slots = (one.typed_slots(whole), other.typed_slots(whole));
    ends_along(whole, one, other, slots).iter().any(|end| end.own && whole.contexts.points.are_apart(&end.one, &end.other))
}

/// A point from which two ways go the same steps to their end.
struct End {
    /// The objects that may be there, on the one way and on the other.
    one: Vec<points::Site>,
    other: Vec<points::Site>,
    /// Neither way says more of them than their type.
    by_type: bool,
    /// No step behind the point goes through a field that is lent to: each object has what lies there
    /// for itself.
    own: bool,
}

/// The points from which both ways go the same steps to their end, the last first.
fn common_ends(whole: Whole<'_>, one: Route<'_>, other: Route<'_>) -> Vec<End> {
    ends_along(whole, one, other, (one.slots(whole), other.slots(whole)))
}

/// The same; the ways lead through these slots.
fn ends_along(whole: Whole<'_>, one: Route<'_>, other: Route<'_>, (slots, twins): (Vec<Option<Slot>>, Vec<Option<Slot>>)) -> Vec<End> {
    let (left, right) = (one.anchor, other.anchor);
    let equal = left.steps().iter().rev().zip(right.steps().iter().rev()).take_while(|(left, right)| left == right).count();
    let lends = |slot: Option<Slot>| slot.is_none_or(|slot| whole.contexts.lent.lends_to(slot));
    let mut found = Vec::new();
    let mut own = true;
    for rest in 1..=equal {
        let (at, of_other) = (slots.len() - rest, twins.len() - rest);
        own &= rest == 1 || !lends(slots[at]) && !lends(twins[of_other]);
        let both_start = at == 0 && of_other == 0 && !left.is_returned() && !right.is_returned();
        let unseen = |at: usize, slots: &[Option<Slot>]| at > 0 && slots[at - 1].is_none();
        let both_unseen = unseen(at, &slots) && unseen(of_other, &twins);
        let (one, other) = (one.objects(whole, &slots, rest), other.objects(whole, &twins, rest));
        found.push(End { one, other, by_type: both_start || both_unseen, own });
    }
    found
}

impl Route<'_> {
    /// The objects that may be where so many steps are left to go.
    fn objects(&self, whole: Whole<'_>, slots: &[Option<Slot>], rest: usize) -> Vec<points::Site> {
        let points = &whole.contexts.points;
        match (slots.len() - rest).checked_sub(1) {
            Some(before) => match slots[before] {
                Some(slot) => points.in_slot(slot).to_vec(),
                // Behind an interface: what the function was given.
                None if self.map.place.as_ref().is_some_and(|place| place.steps.len() == rest) => self.given(whole).to_vec(),
                None => Vec::new(),
            },
            None => match self.anchor.variable() {
                Some(var) => points.in_slot(Slot::new(SlotBase::Global(var))).to_vec(),
                None => self.anchor.site().into_iter().collect(),
            },
        }
    }

    /// The objects that the function was given as the argument that the map is a part of, by the call
    /// that the thread came by.
    fn given<'w>(&self, whole: Whole<'w>) -> &'w [points::Site] {
        let slot = || {
            let Root::Local(local) = self.map.place.as_ref()?.root else { return None };
            let position = position_of(whole.names, self.map.function, local)?;
            let (caller, node) = whole.contexts.reached(self.map.function, self.root)?.from?;
            let call = whole.effects[caller.0 as usize].calls.iter().find(|call| call.node == node)?;
            call.args.get(position)?.slot
        };
        slot().map_or(&[], |slot| whole.contexts.points.in_slot(slot))
    }

    /// The thread made what lies at the end: the object that the way starts at, which it gave to nobody,
    /// and on the way no field is lent to.
    fn is_own(&self, whole: Whole<'_>) -> bool {
        let points = &whole.contexts.points;
        let made = match self.anchor.site() {
            Some(site) if self.anchor.is_returned() => points.is_new(site),
            Some(site) => self.anchor.own && !points.is_kept(site),
            None => self.anchor.own,
        };
        made && !self.is_lent(whole)
    }

    /// The thread made the object that the way starts at, and on the way no field is lent to: whoever else has the object,
    /// another thread that comes this way has made another.
    fn is_made(&self, whole: Whole<'_>) -> bool {
        self.anchor.own && !self.anchor.is_returned() && !self.is_lent(whole)
    }

    /// The object that holds the map lies behind a field that is lent to.
    fn is_lent(&self, whole: Whole<'_>) -> bool {
        let slots = self.slots(whole);
        let to_holder = &slots[..slots.len().saturating_sub(1)];
        to_holder.iter().skip(self.anchor.own_steps).flatten().any(|slot| whole.contexts.lent.lends_to(*slot))
    }

    /// The slots that the way leads through, one for each step.
    fn slots(&self, whole: Whole<'_>) -> Vec<Option<Slot>> {
        let steps = self.anchor.steps();
        let (slot, ty) = match self.anchor.variable() {
            Some(var) => (Some(Slot::new(SlotBase::Global(var))), Some(whole.globals.types[var.0 as usize])),
            None => (None, self.anchor.root_type().map(ty::named)),
        };
        ty.map_or_else(|| vec![None; steps.len()], |ty| slots_along(whole.names, &ty, slot, steps))
    }

    /// The same, also from what a call returned: there the fields tell objects apart, but not that two calls
    /// returned one.
    fn typed_slots(&self, whole: Whole<'_>) -> Vec<Option<Slot>> {
        let call = self.anchor.site().filter(|_| self.anchor.is_returned());
        match call.and_then(|call| whole.contexts.points.type_of(whole.names, call)) {
            Some(ty) => slots_along(whole.names, &ty, None, self.anchor.steps()),
            None => self.slots(whole),
        }
    }
}

/// Nothing is known of the thread but where it comes in.
fn is_unseen(whole: Whole<'_>, root: RootId) -> bool {
    matches!(whole.contexts.roots[root as usize].kind, RootKind::Api | RootKind::Unseen)
}

/// Whether the two threads have two objects: each made its own, or all that may be on the ways is known.
pub(super) fn surely_apart(whole: Whole<'_>, one: (&Site<'_>, RootId), two: (&Site<'_>, RootId)) -> bool {
    let (map, left) = anchors(whole, one.0, one.1);
    let (of_twin, right) = anchors(whole, two.0, two.1);
    let never_meet = |(root, of_thread): (RootId, &[Anchor]), site: &Site<'_>, of_site: &[Anchor]| {
        is_prepared(whole, (root, of_thread), site, of_site) || is_joined(whole, (root, of_thread), site, of_site)
    };
    if never_meet((one.1, &left), two.0, &right) || never_meet((two.1, &right), one.0, &left) {
        return true;
    }
    let differ = |anchor: &Anchor, twin: &Anchor| {
        let (way, other) = (Route { map: &map, root: one.1, anchor }, Route { map: &of_twin, root: two.1, anchor: twin });
        let elsewhere = anchor.surely_differs(twin) && !same_object(whole, way, other);
        let (own, twin_own) = (way.is_own(whole), other.is_own(whole));
        // A goroutine that locks what it made and gave away expects others there, who may not be seen.
        let both_unseen = is_unseen(whole, one.1) && is_unseen(whole, two.1);
        let each_made_it = both_unseen && way.is_made(whole) && other.is_made(whole);
        let each_its_own = each_made_it || own && (twin_own || is_unseen(whole, two.1)) || twin_own && is_unseen(whole, one.1);
        elsewhere || each_its_own || other_object(whole, way, other)
    };
    !left.is_empty() && !right.is_empty() && left.iter().all(|anchor| right.iter().all(|other| differ(anchor, other)))
}

/// Whether some thread gets to the map of the site by way of an object of the type.
pub(super) fn lies_in(whole: Whole<'_>, site: &Site<'_>, owner: TypeId) -> bool {
    let through = |slot: &Option<Slot>| matches!(slot.map(|slot| slot.base), Some(SlotBase::Field(holder, _)) if holder == owner);
    site.roots.iter().any(|root| {
        let (map, anchors) = anchors(whole, site, *root);
        let slots = |anchor: &Anchor| Route { map: &map, root: *root, anchor }.slots(whole);
        anchors.iter().any(|anchor| slots(anchor).iter().any(through))
    })
}

/// The site prepares what its function makes and hands to the goroutine that it starts later: another
/// call of the function makes another.
fn is_prepared(whole: Whole<'_>, (root, of_thread): (RootId, &[Anchor]), site: &Site<'_>, prepared: &[Anchor]) -> bool {
    let RootKind::Spawn(starter, spawn) = whole.contexts.roots[root as usize].kind else { return false };
    let before = site.function == starter && site.access.thread.is_none() && !site.access.alive.contains(&spawn);
    let own = |anchors: &[Anchor]| !anchors.is_empty() && anchors.iter().all(|anchor| anchor.is_made_by(starter));
    before && own(of_thread) && own(prepared)
}

/// The site has what its maker made, too, and the goroutine is one that the maker waits for: of one call of the maker, the
/// site is not reached while the goroutine runs, and another call has made another.
fn is_joined(whole: Whole<'_>, (root, of_thread): (RootId, &[Anchor]), site: &Site<'_>, of_site: &[Anchor]) -> bool {
    let RootKind::Spawn(maker, spawn) = whole.contexts.roots[root as usize].kind else { return false };
    if whole.effects[maker.0 as usize].spawns[spawn as usize].outlives {
        return false;
    }
    let returned =
        |anchor: &Anchor| anchor.site().is_some_and(|call| anchor.is_returned() && whole.contexts.points.is_made_in(call, maker));
    let own = |anchor: &Anchor| anchor.is_made_by(maker) || returned(anchor);
    let all_own = |anchors: &[Anchor]| !anchors.is_empty() && anchors.iter().all(own);
    all_own(of_thread) && all_own(of_site) && !joined::is_meanwhile(whole, (maker, spawn), site)
}

/// The map of a site, in the function that hands it over where one does, and what it is on the thread.
pub(super) fn anchors(whole: Whole<'_>, site: &Site<'_>, root: RootId) -> (Named, Vec<Anchor>) {
    let own = Named::access(site.function, site.access);
    let map = site.handed_by.as_ref().filter(|_| site.access.thread.is_none()).map_or(own, |by| by.map.clone());
    let reach = if site.access.thread.is_some() { None } else { whole.contexts.reached(map.function, root) };
    let found = anchor::anchored(whole.names, &map, reach);
    (map, found)
}
