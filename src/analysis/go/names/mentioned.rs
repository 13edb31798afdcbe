//! Names that code says: what is never named outside of tests, nobody there calls.
//!
//! Only its own package can name what is not exported. There each place that names a function, field or method of the name
//! counts: those that are seen to call another function of that name may be told apart from those that may mean this one.

use super::Names;
use crate::facts::{FileFacts, FileInfo, Name, Node, Program, UnitId};
use crate::source::Language;
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// How many places of a package name something that is not exported.
pub(super) type Mentions = FxHashMap<(Option<UnitId>, Name), u32>;

impl Names<'_> {
    /// How many places in code of the package outside of tests call something of this unexported name, or hand it on: a
    /// function, field or method.
    pub(in crate::analysis::go) fn mentions(&self, unit: Option<UnitId>, name: Name) -> u32 {
        self.mentioned.get(&(unit, name)).copied().unwrap_or_default()
    }
}

/// All unexported names that code outside of tests mentions.
pub(super) fn all(program: &Program) -> Mentions {
    let is_go = |(_, info): &(&Arc<FileFacts>, &FileInfo)| info.language == Language::Go;
    let of_file = |(facts, info): (&Arc<FileFacts>, &FileInfo)| of_file(facts, info.unit);
    program.files.par_iter().zip(&program.infos).filter(is_go).map(of_file).reduce(Mentions::default, together)
}

fn of_file(facts: &FileFacts, unit: Option<UnitId>) -> Mentions {
    let mut found = Mentions::default();
    for function in facts.functions.iter().filter(|function| !function.in_test) {
        for node in &function.body.nodes {
            let (name, path) = match node {
                Node::Field { name, .. } => (Some(*name), &[][..]),
                Node::Path(path) => (None, function.body.path(*path)),
                _ => continue,
            };
            for name in name.iter().chain(path).filter(|name| !name.starts_with(char::is_uppercase)) {
                *found.entry((unit, *name)).or_default() += 1;
            }
        }
    }
    found
}

/// The sums: their order does not matter.
fn together(one: Mentions, other: Mentions) -> Mentions {
    let (mut larger, smaller) = if one.len() < other.len() { (other, one) } else { (one, other) };
    smaller.into_iter().for_each(|(of, count)| *larger.entry(of).or_default() += count);
    larger
}
