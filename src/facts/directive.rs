//! Comments that speak to the tool: contracts and suppressions.
//!
//! Front ends hand every comment to [`parse`] with where it stands; what is not a directive, or
//! nearly one, is dropped.

use super::Name;
use crate::source::Span;
use serde::{Deserialize, Serialize};

/// A directive comment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Directive {
    /// What it says.
    pub kind: DirectiveKind,
    /// The whole comment.
    pub span: Span,
    /// 1-based line it stands on.
    pub line: u32,
    /// Nothing but white space stands before it on its line: it speaks of the declaration or line
    /// under it. `applies_to` is then the next line that is not a comment.
    pub own_line: bool,
    /// 1-based line that it speaks of.
    pub applies_to: u32,
}

/// Kinds of [`Directive`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum DirectiveKind {
    /// A `CONCURRENCY_SAFE` promise that is well formed.
    Contract(Contract),
    /// Something meant as a promise that is not well formed: what is wrong.
    MalformedContract(Name),
    /// `maplint:ignore a,b -- reason`, `nolint:maplint // reason`.
    Suppression {
        /// Rule ids; empty: all.
        rules: Vec<Name>,
        /// The reason; empty where none is given.
        reason: Name,
    },
}

/// A well-formed promise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contract {
    /// `true` or `false`.
    pub safe: bool,
    /// `guarded_by=NAME`.
    pub guarded_by: Option<Name>,
    /// `init_only`.
    pub init_only: bool,
    /// `confined=NAME`.
    pub confined: Option<Name>,
    /// After ` -- `.
    pub reason: Option<Name>,
}

/// What a comment, delimiters included, says to the tool; `None` if it says nothing.
pub fn parse(comment: &str) -> Option<DirectiveKind> {
    let _ = comment;
    None
}
