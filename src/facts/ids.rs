//! Typed indices into the dense tables of the facts. Each is an index into the table its comment names.

use serde::{Deserialize, Serialize};
use std::num::NonZeroU32;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        // One more than the index: an `Option` of it is no larger, and there are millions.
        pub struct $name(NonZeroU32);

        impl $name {
            /// The id of the first entry.
            pub const FIRST: $name = $name(NonZeroU32::MIN);

            /// An id that stands for no entry: no table is as long.
            pub const NOWHERE: $name = $name(NonZeroU32::MAX);

            /// The id of the entry at `index`.
            pub fn new(index: usize) -> $name {
                let id = u32::try_from(index).ok().and_then(|index| NonZeroU32::MIN.checked_add(index));
                $name(id.expect("a file has fewer than 2^32 - 2 of anything: files over 4 GiB are not read"))
            }

            /// The id as an index.
            pub fn index(self) -> usize {
                self.0.get() as usize - 1
            }
        }
    )*};
}

ids! {
    /// Into `Body::nodes`.
    NodeId
    /// Into `Body::patterns`.
    PatternId
    /// Into `Body::locals`.
    LocalId
    /// Into `Body::closures`.
    ClosureId
    /// Into `FileFacts::type_exprs`.
    TypeExprId
    /// Into `FileFacts::scopes`.
    ScopeId
    /// Into `Program::units`.
    UnitId
}
