//! Promises that declarations could carry: what the code keeps already. Worked out only where it is asked for.

use crate::diagnostic::MapRef;
use crate::source::Language;

/// A promise that a map's declaration could carry, and that every use in sight keeps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// Language.
    pub language: Language,
    /// The map; its declaration is in the checked tree.
    pub map: MapRef,
    /// As its comment says it: `CONCURRENCY_SAFE: true guarded_by=mu`.
    pub text: String,
    /// What speaks for it, as a clause: lower case, no full stop.
    pub evidence: String,
}
