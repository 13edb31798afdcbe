//! Go build constraints.

use serde::{Deserialize, Serialize};

/// In which builds a Go file takes part: a boolean formula over build tags.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum BuildConstraint {
    /// In all.
    #[default]
    Always,
    /// Where the tag is set.
    Tag(String),
    /// Where the operand does not hold.
    Not(Box<BuildConstraint>),
    /// Where all hold.
    All(Vec<BuildConstraint>),
    /// Where one holds.
    Any(Vec<BuildConstraint>),
}
