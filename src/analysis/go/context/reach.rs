//! How a function is reached on one thread, and how what several ways say of it is joined: the same whichever comes first.

use crate::analysis::go::anchor::Anchor;
use crate::analysis::ty::FunctionId;
use crate::facts::NodeId;

/// Where one argument may be more than these, they are no longer told apart by where they start.
const MAX_ANCHORS: usize = 8;

/// How a function is reached on one thread: from where, and which arguments belong to that thread.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::analysis::go) struct Reach {
    /// The caller, and the call in its body; `None` at the root itself.
    pub(in crate::analysis::go) from: Option<(FunctionId, NodeId)>,
    /// Bit i: argument i is this thread's own.
    pub(super) owned: u64,
    /// Bit i: argument i is what the goroutine hands to a function that is kept in a slot, or a part of it.
    pub(super) handed: u64,
    /// Bit i: of the goroutines of the thread's root each has another argument i.
    pub(super) each: u64,
    /// What arguments (receiver 0) are in the places of the thread's root.
    pub(in crate::analysis::go) anchors: Vec<(usize, Anchor)>,
    /// Bit i: argument i may be so much that no anchor of it says where it starts.
    pub(super) blurred: u64,
    /// Bit i: argument i may still be more than are kept, which is as good as not known; none of them are in `anchors`.
    pub(super) crowded: u64,
    /// Only by calls that may go to several implementations, of which this one is seen: each such thread may
    /// have another object.
    pub(in crate::analysis::go) behind: bool,
}

impl Reach {
    /// Whether argument `position` is the thread's own on this thread.
    pub(in crate::analysis::go) fn owns(&self, position: usize) -> bool {
        has(self.owned, position)
    }

    /// Whether argument `position` comes from who runs a function that is kept in a slot.
    pub(in crate::analysis::go) fn is_handed(&self, position: usize) -> bool {
        has(self.handed, position)
    }

    /// Whether each goroutine of the thread's root has another argument `position`.
    pub(in crate::analysis::go) fn is_of_each(&self, position: usize) -> bool {
        has(self.each, position)
    }

    /// With each anchor once, and no more than are kept.
    pub(super) fn settled(mut self) -> Reach {
        let anchors = std::mem::take(&mut self.anchors);
        self.add(anchors);
        self.widen();
        self
    }

    /// Takes what is known of another way by which the same thread gets there; says whether that is more than before.
    pub(super) fn join(&mut self, other: Reach) -> bool {
        let known =
            |reach: &Reach| (reach.owned, reach.handed, reach.each, reach.blurred, reach.crowded, reach.behind, reach.anchors.len());
        let before = known(self);
        self.owned &= other.owned;
        self.handed &= other.handed;
        self.each &= other.each;
        self.behind &= other.behind;
        self.blurred |= other.blurred;
        self.crowded |= other.crowded;
        self.add(other.anchors);
        self.widen();
        before != known(self)
    }

    /// Keeps no more anchors of an argument than the limit. Which of them came first depends on the order of files, so that
    /// all or none of them give up what tells them apart; a widening in two steps (Cousot, Cousot: "Abstract interpretation",
    /// POPL 1977).
    fn widen(&mut self) {
        if self.anchors.len() <= MAX_ANCHORS && self.blurred == 0 && self.crowded == 0 {
            return;
        }
        self.blurred |= self.beyond_limit();
        let anchors = std::mem::take(&mut self.anchors);
        self.add(anchors);
        self.crowded |= self.beyond_limit();
        let crowded = self.crowded;
        self.anchors.retain(|(position, _)| !has(crowded, *position));
    }

    fn add(&mut self, anchors: Vec<(usize, Anchor)>) {
        for (position, anchor) in anchors {
            let anchor = if has(self.blurred, position) { anchor.without_origin() } else { anchor };
            if !self.anchors.contains(&(position, anchor.clone())) {
                self.anchors.push((position, anchor));
            }
        }
    }

    /// The arguments with more anchors than are kept.
    fn beyond_limit(&self) -> u64 {
        let count = |position: usize| self.anchors.iter().filter(|(at, _)| *at == position).count();
        let positions = self.anchors.iter().map(|(position, _)| *position).filter(|position| *position < 64);
        positions.filter(|position| count(*position) > MAX_ANCHORS).fold(0, |bits, position| bits | 1 << position)
    }

    pub(super) fn at_root() -> Reach {
        Reach { from: None, owned: 0, handed: 0, each: 0, anchors: Vec::new(), blurred: 0, crowded: 0, behind: false }
    }
}

/// Whether the bit of the argument is set; of those behind the first 64 none is.
pub(super) fn has(bits: u64, position: usize) -> bool {
    position < 64 && bits >> position & 1 == 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn reach() -> impl Strategy<Value = Reach> {
        let anchors = proptest::collection::vec((0..2_usize, 0..12_u32, 0..3_u32), 0..12);
        (anchors, 0..4_u64, 0..4_u64, any::<bool>()).prop_map(|(anchors, owned, each, behind)| {
            let anchors = anchors.into_iter().map(|(position, ty, origin)| (position, Anchor::of_param(ty, origin))).collect();
            Reach { owned, each, behind, anchors, ..Reach::at_root() }
        })
    }

    fn joined<'r>(reaches: impl Iterator<Item = &'r Reach>) -> Reach {
        let joined = reaches.cloned().map(Reach::settled).reduce(|mut one, other| {
            one.join(other);
            one
        });
        let mut joined = joined.expect("one at least");
        joined.anchors.sort();
        joined
    }

    proptest! {
        #[test]
        fn the_order_of_the_ways_changes_nothing(reaches in proptest::collection::vec(reach(), 1..8), at in 0..8_usize) {
            let all = joined(reaches.iter());
            prop_assert_eq!(&joined(reaches.iter().rev()), &all);
            let (front, back) = reaches.split_at(at.min(reaches.len()));
            prop_assert_eq!(&joined(back.iter().chain(front)), &all);
        }

        #[test]
        fn a_way_that_is_known_says_nothing_new(reaches in proptest::collection::vec(reach(), 1..8)) {
            let mut all = joined(reaches.iter());
            for reach in reaches {
                prop_assert!(!all.join(reach));
            }
        }
    }

    #[test]
    fn of_many_origins_the_types_are_left_and_of_many_types_nothing() {
        let most = u32::try_from(MAX_ANCHORS).expect("a small number");
        let of = |anchors: Vec<Anchor>| {
            let anchors = anchors.into_iter().map(|anchor| (0, anchor)).collect();
            joined([Reach { anchors, ..Reach::at_root() }].iter()).anchors
        };
        let origins = |count: u32| (0..count).map(|origin| Anchor::of_param(1, origin)).collect::<Vec<_>>();
        assert_eq!(of(origins(most)).len(), MAX_ANCHORS);
        assert_eq!(of(origins(most + 1)), [(0, Anchor::of_param(1, 0).without_origin())]);
        assert_eq!(of((0..=most).map(|ty| Anchor::of_param(ty, ty)).collect()), []);
    }
}
