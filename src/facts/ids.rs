//! Typed indices into the dense tables of the facts. Each is an index into the table its comment names.

use serde::{Deserialize, Serialize};

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub struct $name(pub u32);

        impl $name {
            /// The id of the entry at `index`.
            pub fn new(index: usize) -> $name {
                $name(u32::try_from(index).expect("a file has fewer than 2^32 of anything: files over 4 GiB are not read"))
            }

            /// The id as an index.
            pub fn index(self) -> usize {
                self.0 as usize
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
