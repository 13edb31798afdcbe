//! A clone that leaves in the place of the map.

use super::Code;
use crate::analysis::fix::{Change, Draft, Piece};
use crate::analysis::go::effects::{Escape, Exit};
use crate::analysis::go::names::Names;
use crate::analysis::ty::FunctionId;
use crate::diagnostic::Applicability;
use crate::facts::Node;
use crate::source::Language;

/// `return maps.Clone(c.n)`, in a file that imports that package. Callers that write into what they get no longer change
/// the map: whether some are meant to is for a reader to say.
pub(in crate::analysis::go) fn cloned(names: &Names<'_>, id: FunctionId, escape: &Escape) -> Option<Draft> {
    let code = Code::new(names, id);
    let mut imports = names.program.file(code.file).imports();
    let has_package =
        imports.any(|import| import.alias.is_none() && !import.glob && matches!(&import.path[..], [path] if path.as_str() == "maps"));
    let node = escape.access.node;
    let returned = code.tree.around(node).nth(1).is_some_and(|around| matches!(code.body.node(around), Node::Return(_)));
    let hidden = code.body.locals.iter().any(|local| local.name.as_str() == "maps");
    if escape.exit != Exit::Returned || escape.copied.is_some() || escape.access.held.is_empty() || !has_package || !returned || hidden {
        return None;
    }
    let by = vec![Piece::Text("maps.Clone(".to_owned()), Piece::Source(code.body.span(node)), Piece::Text(")".to_owned())];
    let changes = vec![Change::Replace { at: code.location(node), was: None, by }];
    Some(Draft { name: "clone", title: "return a clone".to_owned(), applicability: Applicability::Unsafe, language: Language::Go, changes })
}
