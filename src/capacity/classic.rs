//! Maps of Go 1.22 and 1.23 (`runtime/map.go`).
//!
//! An array of 2^B buckets of 8 slots; a bucket that more keys fall into has a chain of overflow buckets behind it.
//! Beyond 6.5 entries a bucket on average the array doubles, and the entries move over bucket by bucket as others are
//! inserted. Arrays of 16 buckets and more have some spare overflow buckets at their end. Where neither key nor value
//! has pointers, a list beside the array keeps the overflow buckets alive.

use super::chance::more_than;
use super::go::{HEADER, SLOTS, Stored, stored};
use super::size_class::{class, room};
use super::{Expected, Fill, Growth, Layout, NEGLIGIBLE, Pair};

/// Bytes of `mapextra`, which knows spare and listed overflow buckets.
const EXTRA: u64 = 24;
/// Bytes of the head of a list of overflow buckets.
const LIST: u64 = 24;
/// Arrays of at least 2^4 buckets have spare ones.
const LEAST_WITH_SPARE: u32 = 4;
/// Up to this capacity a Go slice doubles when it grows; above, it grows by ever less, down to a quarter.
const SLICE_DOUBLES: u64 = 256;
/// The entries that 2^b buckets hold before they double.
fn full(b: u32) -> u64 {
    if b == 0 { SLOTS } else { 13 << (b - 1) }
}

/// The B of a map for so many entries.
fn fitting(entries: u64) -> u32 {
    (0..).find(|b| full(*b) >= entries).expect("some power of two is large enough")
}

struct Objects {
    stored: Stored,
    /// Bytes of a bucket, before they are rounded.
    bucket: u64,
}

/// What there is of one B: the array, and what its overflow took.
struct Generation {
    array: u64,
    /// Overflow buckets that the array had no spare ones for, and their bytes.
    overflow: f64,
    overflow_bytes: f64,
    /// The list of overflow buckets: all objects that it had on the way, their bytes, and those of the last.
    list: [f64; 3],
    /// The chance that there is any overflow bucket.
    any: f64,
}

impl Objects {
    fn new(pair: Pair) -> Objects {
        let stored = stored(pair);
        // `struct { topbits [8]uint8; keys [8]K; elems [8]V; overflow uintptr }`.
        let keys = stored.key.array(SLOTS);
        let bucket = keys.zip(stored.value.array(SLOTS)).and_then(|(keys, values)| {
            let topbits = Layout { size: SLOTS, align: 1, pointers: false };
            Layout::in_order(&[topbits, keys, values, Layout::scalar(8)])
        });
        Objects { stored, bucket: bucket.expect("what is stored in a slot has at most 256 bytes").size }
    }

    /// Bytes of the array of 2^b buckets, and how many spare ones are in it.
    fn array(&self, b: u32) -> (u64, u64) {
        let scan = self.stored.scan;
        let mut buckets = 1 << b;
        if b >= LEAST_WITH_SPARE {
            buckets += 1 << (b - LEAST_WITH_SPARE);
            buckets = room(self.bucket * buckets, scan) / self.bucket;
        }
        (class(self.bucket * buckets, scan), buckets - (1 << b))
    }

    /// The generation of 2^b buckets, into which `n` keys have come.
    fn generation(&self, b: u32, n: u64) -> Generation {
        let (array, spare) = self.array(b);
        let (count, part) = (1_u64 << b, f64::from(b).exp2().recip());
        let mut mean = 0.0;
        for chain in 1.. {
            let chance = more_than(chain * SLOTS, n, part);
            mean += count as f64 * chance;
            if chance < NEGLIGIBLE / count as f64 {
                break;
            }
        }
        // That a bucket has a chain is taken to be independent of the others: their number is binomial.
        let chance = (mean / count as f64).min(1.0);
        let more = |k: u64| more_than(k, count, chance);
        let overflow = match spare {
            0 => mean,
            _ => mean * more_than(spare - 1, count - 1, chance) - spare as f64 * more(spare),
        };
        let overflow = overflow.max(0.0);
        let list = if self.stored.scan { [0.0; 3] } else { list(more, mean) };
        let bytes = class(self.bucket, self.stored.scan) as f64;
        Generation { array, overflow, overflow_bytes: overflow * bytes, list, any: more(0) }
    }
}

/// What the list of overflow buckets takes: a head, and a slice that they are appended to one by one. `more` is the
/// chance that there are more than so many, `mean` how many there are.
fn list(more: impl Fn(u64) -> f64, mean: f64) -> [f64; 3] {
    let any = more(0);
    let [mut objects, mut bytes, mut last] = [any, any * LIST as f64, any * LIST as f64];
    let (mut capacity, mut held) = (0, 0.0);
    loop {
        let chance = more(capacity);
        if chance < NEGLIGIBLE || (capacity > SLICE_DOUBLES && capacity as f64 > 2.0 * mean) {
            break;
        }
        let grown = match capacity {
            0 => 1,
            1..SLICE_DOUBLES => 2 * capacity,
            _ => capacity + (capacity + 3 * SLICE_DOUBLES) / 4,
        };
        let taken = class(8 * grown, true) as f64;
        objects += chance;
        bytes += chance * taken;
        last += chance * (taken - held);
        held = taken;
        capacity = room(8 * grown, true) / 8;
    }
    [objects, bytes, last]
}

impl Generation {
    fn live(&self) -> f64 {
        self.array as f64 + self.overflow_bytes + self.list[2]
    }
}

pub(super) fn expected(pair: Pair, fill: Fill) -> Expected {
    let objects = Objects::new(pair);
    let n = fill.entries;
    let mut sum = Expected::default();
    sum.add(1.0, HEADER, 1.0);
    let first = fitting(fill.hint.unwrap_or(0));
    // Without a hint above 8 the first bucket is made with the first entry.
    if n == 0 && first == 0 {
        return sum;
    }
    let last = first.max(fitting(n));
    // Whether the map has a `mapextra`: from the first array with spare buckets, or the first listed overflow.
    let (mut extra, mut old) = (0.0_f64, None::<Generation>);
    for b in first..=last {
        let reached = n.min(full(b));
        let generation = objects.generation(b, reached);
        // Even where some overflow is certain, how much of it there is is not.
        sum.varies |= generation.any > NEGLIGIBLE;
        sum.allocations += 1.0 + generation.overflow + generation.list[0];
        sum.bytes += generation.array as f64 + generation.overflow_bytes + generation.list[1];
        let listed = if objects.stored.scan { 0.0 } else { generation.any };
        extra = extra.max(if b >= LEAST_WITH_SPARE { 1.0 } else { listed });
        if let Some(old) = &old {
            let entries = full(b - 1) as f64 * objects.stored.object_bytes;
            sum.reach(extra * EXTRA as f64 + old.live() + generation.array as f64 + entries);
        }
        if b < last {
            old = Some(generation);
            continue;
        }
        sum.live += generation.live();
        if let Some(old) = &old {
            let left = unmoved(b - 1, n);
            if left > 0.0 {
                // What is moved no longer leads to its overflow, unless a list does.
                let chains = if objects.stored.scan { left * old.overflow_bytes } else { old.overflow_bytes + old.list[2] };
                sum.live += old.array as f64 + chains;
                sum.varies = true;
            }
        }
    }
    sum.add(extra, EXTRA, extra);
    let entries = n as f64 * objects.stored.object_bytes;
    sum.allocations += n as f64 * objects.stored.objects;
    sum.bytes += entries;
    sum.live += entries;
    sum
}

/// With `n` entries: how much of the 2^b buckets from before the last doubling is not moved yet, from 0 to 1.
///
/// An insertion moves the bucket that it falls into, and the first that is left. After `t` insertions for each bucket
/// the first e^t - 1 of them are moved, and of those behind all but e^-t.
fn unmoved(b: u32, n: u64) -> f64 {
    let inserted = (n - full(b)) as f64 + 0.5;
    let t = inserted / f64::from(b).exp2();
    (2.0 * (-t).exp() - 1.0).max(0.0)
}

/// The insertions at which it grows, in their order.
pub(super) fn growths(fill: Fill) -> impl Iterator<Item = Growth> {
    (fitting(fill.hint.unwrap_or(0))..).map(|b| Growth { at: full(b) + 1, exact: true })
}
