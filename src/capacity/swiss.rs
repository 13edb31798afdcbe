//! Maps of Go 1.24 and newer (`internal/runtime/maps`).
//!
//! Up to 8 entries lie in one group. Beyond, a directory points to tables of at most 1024 slots, each of which fills up
//! to 7/8. A full table doubles; a full one of 1024 slots splits into two such, by one more bit of the hash (its
//! *depth*), and the directory doubles where it has no entry for that bit.

use super::chance::more_than;
use super::go::{HEADER, SLOTS, Stored, stored};
use super::size_class::class;
use super::{Expected, Fill, Growth, Layout, NEGLIGIBLE, Pair};

/// Slots of the largest table.
const MAX_TABLE: u64 = 1024;
/// Bytes of a `table` struct, beside its groups.
const TABLE: u64 = 32;
/// A map is not split deeper than its hash has bits.
const MAX_DEPTH: u32 = 64;

/// The entries with which a table of `slots` is full.
fn full(slots: u64) -> u64 {
    slots / SLOTS * (SLOTS - 1)
}

/// What a map starts with that is made for more than one group holds.
#[derive(Clone, Copy, Debug)]
struct Start {
    /// How many tables, as a power of two.
    depth: u32,
    /// Slots of each.
    slots: u64,
}

/// Of a map with a hint; `None`: the hint does nothing.
fn start(hint: Option<u64>) -> Option<Start> {
    let hint = hint.filter(|hint| *hint > SLOTS)?;
    let target = hint * SLOTS / (SLOTS - 1);
    let tables = target.div_ceil(MAX_TABLE).next_power_of_two();
    Some(Start { depth: tables.trailing_zeros(), slots: (target / tables).max(SLOTS).next_power_of_two() })
}

/// The objects that maps of one type have.
struct Objects {
    stored: Stored,
    /// Bytes of a group, before they are rounded.
    group: u64,
}

impl Objects {
    fn new(pair: Pair) -> Objects {
        let stored = stored(pair);
        // The layout of a group is that of `struct { ctrl uint64; slots [8]struct { key K; elem V } }`.
        let slots = Layout::in_order(&[stored.key, stored.value]).and_then(|slot| slot.array(SLOTS));
        let group = slots.and_then(|slots| Layout::in_order(&[Layout::scalar(8), slots]));
        Objects { stored, group: group.expect("what is stored in a slot has at most 256 bytes").size }
    }

    /// Bytes of the groups of a table.
    fn groups(&self, slots: u64) -> u64 {
        class(self.group * (slots / SLOTS), self.stored.scan)
    }

    /// Bytes of a table with its groups.
    fn table(&self, slots: u64) -> u64 {
        TABLE + self.groups(slots)
    }
}

/// Bytes of a directory at this depth.
fn directory(depth: u32) -> f64 {
    match depth {
        0..=48 => class(8 << depth, true) as f64,
        _ => 8.0 * f64::from(depth).exp2(),
    }
}

pub(super) fn expected(pair: Pair, fill: Fill) -> Expected {
    let objects = Objects::new(pair);
    let n = fill.entries;
    let mut sum = Expected::default();
    sum.add(1.0, HEADER, 1.0);
    let start = match start(fill.hint) {
        Some(start) => start,
        None if n <= SLOTS => {
            if n > 0 {
                sum.add(1.0, objects.groups(SLOTS), 1.0);
            }
            return with_entries(sum, &objects.stored, n);
        }
        None => {
            sum.add(1.0, objects.groups(SLOTS), 0.0);
            Start { depth: 0, slots: 2 * SLOTS }
        }
    };
    let tables = f64::from(start.depth).exp2();
    sum.allocations += 1.0 + 2.0 * tables;
    let at_start = directory(start.depth) + tables * objects.table(start.slots) as f64;
    sum.bytes += at_start;
    sum.live += at_start;
    if fill.hint.is_none_or(|hint| hint <= SLOTS) {
        // The ninth entry: eight are moved out of the first group.
        sum.reach(objects.groups(SLOTS) as f64 + SLOTS as f64 * objects.stored.object_bytes);
    }
    double(&mut sum, &objects, start, n);
    split(&mut sum, &objects, start.depth, n);
    with_entries(sum, &objects.stored, n)
}

/// Tables of fewer than the most slots double while more keys fall into them than they hold.
fn double(sum: &mut Expected, objects: &Objects, start: Start, n: u64) {
    let mut slots = start.slots;
    while slots < MAX_TABLE {
        let chance = more_than(full(slots), n, f64::from(start.depth).exp2().recip());
        if chance <= 0.0 {
            break;
        }
        let grown = f64::from(start.depth).exp2() * chance;
        let (old, new) = (objects.table(slots) as f64, objects.table(2 * slots) as f64);
        sum.by_chance(chance);
        sum.allocations += 2.0 * grown;
        sum.bytes += grown * new;
        sum.live += grown * (new - old);
        let entries = if start.depth == 0 { full(slots) } else { n };
        sum.reach(old * grown.min(1.0) + entries as f64 * objects.stored.object_bytes);
        slots *= 2;
    }
}

/// Tables of the most slots split while more keys fall into them than they hold.
fn split(sum: &mut Expected, objects: &Objects, first: u32, n: u64) {
    let table = objects.table(MAX_TABLE) as f64;
    for depth in first..MAX_DEPTH {
        let parts = f64::from(depth).exp2();
        let chance = more_than(full(MAX_TABLE), n, parts.recip());
        let splits = parts * chance;
        if splits < NEGLIGIBLE {
            break;
        }
        // The chance that any of them splits: the directory doubles with the first.
        let any = -(parts * (-chance).ln_1p()).exp_m1();
        sum.by_chance(chance);
        sum.by_chance(any);
        sum.allocations += 4.0 * splits + any;
        sum.bytes += 2.0 * splits * table + any * directory(depth + 1);
        sum.live += splits * table + any * (directory(depth + 1) - directory(depth));
        // Where only one table splits, the directory is doubled at the same time.
        let old = if depth == 0 { table + directory(0) } else { table * any };
        let entries = if depth == 0 { full(MAX_TABLE) } else { n };
        sum.reach(old + entries as f64 * objects.stored.object_bytes);
    }
}

/// Adds the objects that each entry has for itself.
fn with_entries(mut sum: Expected, stored: &Stored, n: u64) -> Expected {
    sum.allocations += n as f64 * stored.objects;
    sum.bytes += n as f64 * stored.object_bytes;
    sum.live += n as f64 * stored.object_bytes;
    sum
}

/// The insertions at which it grows, in their order.
pub(super) fn growths(fill: Fill) -> impl Iterator<Item = Growth> {
    let first = start(fill.hint);
    let Start { depth, slots } = first.unwrap_or(Start { depth: 0, slots: 2 * SLOTS });
    let leaves_group = first.is_none().then_some(Growth { at: SLOTS + 1, exact: true });
    let doubles = (0..).map(move |step| slots << step).take_while(|slots| *slots < MAX_TABLE).map(full);
    let splits = (0..MAX_DEPTH).map_while(|step| full(MAX_TABLE).checked_mul(1 << step));
    let tables = doubles.map(|full| (full, true)).chain(splits.map(|full| (full, full == self::full(MAX_TABLE))));
    let of_tables =
        tables.map_while(move |(full, exact)| Some(Growth { at: full.checked_mul(1 << depth)? + 1, exact: exact && depth == 0 }));
    leaves_group.into_iter().chain(of_tables)
}
