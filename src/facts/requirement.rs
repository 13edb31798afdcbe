//! Which maps must carry a promise: what a user asks of declarations, beside the library tables the only
//! facts that do not come from source.

use schemars::JsonSchema;
use serde::Deserialize;

/// Names the maps for which all of its fields hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Requirement {
    /// Visible outside its package or crate, or not; `None`: either.
    pub exported: Option<bool>,
    /// Declared as one of these; empty: as any.
    pub kinds: Vec<DeclarationKind>,
    /// This text stands in the comment of the declaration, or in that of its type.
    pub marker: Option<String>,
}

/// What a map, or the type that has it, is declared as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum DeclarationKind {
    /// A field of a struct.
    Field,
    /// Go: a package variable.
    Variable,
    /// Rust: a `static`.
    Static,
    /// A variable of a function.
    Local,
    /// A type that is a map.
    Type,
}
