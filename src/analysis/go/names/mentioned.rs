//! Names that code says: what is never named outside of tests, nobody there calls.

use super::Names;
use crate::facts::{FileFacts, Name, Node, Program};
use rayon::prelude::*;
use rustc_hash::FxHashSet;

impl Names<'_> {
    /// Whether code outside of tests calls something of this name, or hands it on: a function, field or
    /// method.
    pub(in crate::analysis::go) fn mentions(&self, name: Name) -> bool {
        self.mentioned.contains(&name)
    }
}

/// All names that code outside of tests mentions.
pub(super) fn all(program: &Program) -> FxHashSet<Name> {
    program.files.par_iter().map(|facts| of_file(facts)).reduce(FxHashSet::default, union)
}

fn of_file(facts: &FileFacts) -> FxHashSet<Name> {
    let mut found = FxHashSet::default();
    for function in facts.functions.iter().filter(|function| !function.in_test) {
        for node in &function.body.nodes {
            if let Node::Field { name, .. } = node {
                found.insert(*name);
            }
        }
        found.extend(function.body.paths.iter().flatten());
    }
    found
}

fn union(one: FxHashSet<Name>, other: FxHashSet<Name>) -> FxHashSet<Name> {
    let (mut larger, smaller) = if one.len() < other.len() { (other, one) } else { (one, other) };
    larger.extend(smaller);
    larger
}
