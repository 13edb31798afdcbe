//! A clone that leaves in the place of the map.

use super::Code;
use crate::analysis::fix::{Change, Draft, Piece};
use crate::analysis::go::effects::{Escape, Exit};
use crate::analysis::go::names::Names;
use crate::analysis::ty::FunctionId;
use crate::diagnostic::Applicability;
use crate::facts::Node;
use crate::source::Language;

/// The package that clones, and the version of Go that has it.
const PACKAGE: &str = "maps";
const SINCE: (u16, u16) = (1, 21);

/// `return maps.Clone(c.n)`, in a file that imports that package or can. Callers that write into what they get no longer change
/// the map: whether some are meant to is for a reader to say.
pub(in crate::analysis::go) fn cloned(names: &Names<'_>, id: FunctionId, escape: &Escape) -> Option<Draft> {
    let code = Code::new(names, id);
    let node = escape.access.node;
    let returned = code.tree.around(node).nth(1).is_some_and(|around| matches!(code.body.node(around), Node::Return(_)));
    // What has the map inside is no map, or one whose clone has the same maps inside.
    if escape.exit != Exit::Returned || !escape.itself || escape.copied.is_some() || escape.access.held.is_empty() || !returned {
        return None;
    }
    let import = code.import(PACKAGE)?;
    if import.is_some() && !code.has_go(SINCE) {
        return None;
    }
    let by = vec![Piece::Text(format!("{PACKAGE}.Clone(")), Piece::Source(code.body.span(node)), Piece::Text(")".to_owned())];
    let changes = std::iter::once(Change::Replace { at: code.location(node), was: None, by }).chain(import).collect();
    Some(Draft { name: "clone", title: "return a clone".to_owned(), applicability: Applicability::Unsafe, language: Language::Go, changes })
}
