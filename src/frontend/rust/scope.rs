//! Names: which local a name stands for, and what `use` brings in.

use super::tree::Ident;
use crate::facts::{Import, LocalId, Name};

/// The locals that can be seen at a place, innermost last.
#[derive(Default)]
pub(super) struct Locals {
    bound: Vec<(Name, LocalId)>,
}

/// A state of [`Locals`] to go back to.
#[derive(Clone, Copy)]
pub(super) struct Mark(usize);

impl Locals {
    /// Opens a scope.
    pub(super) fn mark(&self) -> Mark {
        Mark(self.bound.len())
    }

    /// Closes a scope: everything bound since the mark is out of sight.
    pub(super) fn release(&mut self, mark: Mark) {
        self.bound.truncate(mark.0);
    }

    /// Binds a name; an earlier binding of the same name is shadowed.
    pub(super) fn bind(&mut self, name: Name, local: LocalId) {
        self.bound.push((name, local));
    }

    /// The local that a name stands for.
    pub(super) fn find(&self, name: Name) -> Option<LocalId> {
        self.bound.iter().rev().find(|(bound, _)| *bound == name).map(|(_, local)| *local)
    }
}

/// What `use prefix::own as alias` brings in; `self` names what stands before it.
pub(super) fn import(prefix: &[Name], own: Ident, alias: Name, exported: bool) -> Import {
    let last = prefix.last().copied().filter(|_| own.name.as_str() == "self");
    let path = prefix.iter().copied().chain(Some(own.name).filter(|_| last.is_none())).collect();
    let alias = last.filter(|_| alias == own.name).unwrap_or(alias);
    Import { path, alias: Some(alias), glob: false, exported, span: own.span }
}
