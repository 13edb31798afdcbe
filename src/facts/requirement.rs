//! Which maps must carry a promise: what a user asks of declarations, beside the library tables the only
//! facts that do not come from source.

use crate::source::Span;
use schemars::JsonSchema;
use serde::Deserialize;

/// Names the maps for which all of its fields hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Requirement {
    /// Visible outside its package or crate, or not; `None`: either.
    pub exported: Option<bool>,
    /// Declared as one of these; empty: as any but a local.
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

/// A requirement as it holds in one file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Required {
    /// What is asked.
    pub requirement: Requirement,
    /// The lines that comments with its marker speak of, in bytes.
    pub marked: Vec<Span>,
}

impl Required {
    /// Whether a map that is declared so must carry a promise. `names` is where its name stands, and that of the type
    /// that has it.
    pub fn asks(&self, kind: DeclarationKind, exported: bool, names: &[Span]) -> bool {
        let Requirement { exported: wanted, kinds, marker } = &self.requirement;
        let of_kind = if kinds.is_empty() { kind != DeclarationKind::Local } else { kinds.contains(&kind) };
        let is_marked = || names.iter().any(|name| self.marked.iter().any(|line| line.contains(*name)));
        of_kind && wanted.is_none_or(|wanted| wanted == exported) && (marker.is_none() || is_marked())
    }
}
