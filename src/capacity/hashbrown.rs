//! Rust's `std::collections::HashMap` and `HashSet` (the crate `hashbrown`), where a group has 16 slots: x86-64 and
//! other machines with SSE2.
//!
//! One table: slots, then a byte for each and for a group more. It fills up to 7/8, then its successor has twice as
//! many.

use super::{Expected, Fill, Growth, Layout, Pair};

/// Slots that are looked at at once.
const GROUP: u64 = 16;

/// Bytes of a slot. Its alignment counts where it is larger than a group.
fn slot(pair: Pair) -> Layout {
    let together = Layout { size: pair.key.size + pair.value.size, align: pair.key.align.max(pair.value.align), pointers: false };
    Layout { size: together.size.next_multiple_of(together.align), ..together }
}

/// The slots of a table for `entries`, of which there is at least one.
fn buckets(entries: u64, slot: Layout) -> u64 {
    // With smaller tables the bytes behind tiny slots would be most of it.
    let least = match slot.size {
        0..=1 => 14,
        2..=3 => 7,
        _ => 3,
    };
    match entries.max(least) {
        0..4 => 4,
        4..8 => 8,
        8..15 => 16,
        more => (more * 8 / 7).next_power_of_two(),
    }
}

/// The entries with which a table of `buckets` slots is full.
fn full(buckets: u64) -> u64 {
    if buckets <= 8 { buckets - 1 } else { buckets / 8 * 7 }
}

/// Bytes of a table. No table that memory holds has more than 2^53, where a float is no longer exact.
fn bytes(buckets: u64, slot: Layout) -> f64 {
    let slots = u128::from(buckets) * u128::from(slot.size);
    let aligned = slots.next_multiple_of(u128::from(slot.align.max(GROUP)));
    (aligned + u128::from(buckets + GROUP)) as f64
}

/// The tables that a map has one after the other, without end.
fn tables(slot: Layout, hint: Option<u64>) -> impl Iterator<Item = u64> {
    let first = buckets(hint.unwrap_or(0).max(1), slot);
    std::iter::successors(Some(first), move |last| Some(buckets(full(*last) + 1, slot)))
}

pub(super) fn expected(pair: Pair, fill: Fill) -> Expected {
    let slot = slot(pair);
    let mut sum = Expected::default();
    if fill.entries == 0 && fill.hint.unwrap_or(0) == 0 {
        return sum;
    }
    for buckets in tables(slot, fill.hint) {
        let (old, new) = (sum.live, bytes(buckets, slot));
        sum.allocations += 1.0;
        sum.bytes += new;
        sum.live = new;
        sum.reach(old);
        if full(buckets) >= fill.entries {
            break;
        }
    }
    sum
}

/// The insertions at which it grows, in their order. The first entry of a map with no capacity makes its table.
pub(super) fn growths(pair: Pair, fill: Fill) -> impl Iterator<Item = Growth> {
    let first = fill.hint.is_none_or(|hint| hint == 0).then_some(1);
    let later = tables(slot(pair), fill.hint).map(|buckets| full(buckets) + 1);
    first.into_iter().chain(later).map(|at| Growth { at, exact: true })
}
