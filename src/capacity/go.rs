//! What both families of Go maps have in common: how keys and values are stored.

use super::size_class::class;
use super::{Layout, Pair};

/// Larger keys and values are stored behind a pointer, in an object of their own.
const MAX_INLINE: u64 = 128;
/// Slots of a bucket, and of a group: so many entries a Go map takes with no size, and does not grow.
pub const SLOTS: u64 = 8;
/// Bytes of a map's header: `hmap`, later `maps.Map`.
pub(super) const HEADER: u64 = 48;

/// How a Go map stores its entries.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stored {
    /// Of a key in its slot.
    pub(super) key: Layout,
    /// Of a value in its slot.
    pub(super) value: Layout,
    /// The table has pointers.
    pub(super) scan: bool,
    /// Objects that each entry takes beside its slot.
    pub(super) objects: f64,
    /// Their bytes.
    pub(super) object_bytes: f64,
}

pub(super) fn stored(pair: Pair) -> Stored {
    let apart = |of: &Layout| of.size > MAX_INLINE;
    let in_slot = |of: Layout| if apart(&of) { Layout::POINTER } else { of };
    let (key, value) = (in_slot(pair.key), in_slot(pair.value));
    let large = || [pair.key, pair.value].into_iter().filter(apart);
    Stored {
        key,
        value,
        scan: key.pointers || value.pointers,
        objects: large().count() as f64,
        object_bytes: large().map(|of| class(of.size, of.pointers) as f64).sum(),
    }
}
