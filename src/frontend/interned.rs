//! Names, each looked up among all names of the process once, mostly: a file says few names, many times each, and the
//! files of a package much the same.

use crate::facts::Name;
use std::cell::Cell;
use ustr::ustr;

/// How many names a thread has at hand; a power of two.
const SLOTS: usize = 1024;

thread_local! {
    static INTERNED: Interned = Interned::default();
}

/// The text as a name.
pub(super) fn name(text: &str) -> Name {
    INTERNED.with(|interned| interned.name(text))
}

/// The names that were said last, each in the slot that its text tells.
struct Interned {
    slots: Vec<Cell<Option<Name>>>,
}

impl Default for Interned {
    fn default() -> Interned {
        Interned { slots: vec![Cell::default(); SLOTS] }
    }
}

impl Interned {
    fn name(&self, text: &str) -> Name {
        let slot = self.slots.get(slot_of(text));
        if let Some(name) = slot.and_then(Cell::get).filter(|name| name.as_str() == text) {
            return name;
        }
        let name = ustr(text);
        slot.into_iter().for_each(|slot| slot.set(Some(name)));
        name
    }
}

/// By the length and some of the bytes: names of a file that differ mostly differ in these.
fn slot_of(text: &str) -> usize {
    let bytes = text.as_bytes();
    let byte = |at: usize| bytes.get(at).copied().map_or(0, usize::from);
    let (first, middle, last) = (byte(0), byte(bytes.len() / 2), byte(bytes.len().saturating_sub(1)));
    let mixed = bytes.len().wrapping_mul(0x9d) ^ first.wrapping_mul(0x3) ^ middle.wrapping_mul(0x25) ^ last.wrapping_mul(0x107);
    mixed % SLOTS
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_name_is_its_text_whatever_was_said_before(texts in prop::collection::vec("[a-cß]{0,4}", 0..200)) {
            let interned = Interned::default();
            for text in &texts {
                prop_assert_eq!(interned.name(text).as_str(), text);
            }
        }
    }
}
