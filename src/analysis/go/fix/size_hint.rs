//! A map is made with the size that it will have.

use crate::analysis::fix::{Change, Draft, Piece};
use crate::analysis::go::effects::Fill;
use crate::analysis::go::names::Names;
use crate::analysis::go::text;
use crate::analysis::ty::FunctionId;
use crate::diagnostic::Applicability;
use crate::facts::Node;
use crate::source::{Language, Location, Span};

/// `make(map[K]V)` gets a second argument; an empty literal becomes such a `make`. A negative size is none, and no
/// fault: for maps the size is only a hint.
pub(in crate::analysis::go) fn size_hint(names: &Names<'_>, id: FunctionId, fill: &Fill, count: &str) -> Option<Draft> {
    let (_, function) = names.symbols.function(names.program, id);
    let body = &function.body;
    // Names of the language may be taken by variables.
    let taken = |word: &str| body.locals.iter().any(|local| local.name.as_str() == word);
    if !fill.plain || taken("make") || taken("len") {
        return None;
    }
    let Location { file, span } = text::location(names, id, fill.made);
    let place = |start: u32, end: u32| Location { file, span: Span { start, end } };
    let write = |at, was: &'static str, words: String| Change::Replace { at, was: Some(was.into()), by: vec![Piece::Text(words)] };
    let changes = match body.node(fill.made) {
        Node::Make { .. } => vec![write(place(span.end - 1, span.end), ")", format!(", {count})"))],
        Node::Composite { .. } => vec![
            write(place(span.start, span.start), "", "make(".to_owned()),
            write(place(span.end - 2, span.end), "{}", format!(", {count})")),
        ],
        _ => return None,
    };
    let title = format!("make it with the size `{count}`");
    Some(Draft { name: "size-hint", title, applicability: Applicability::Safe, language: Language::Go, changes })
}
