//! A map is made without a size that has no effect.

use crate::analysis::fix::{Change, Draft};
use crate::analysis::go::names::Names;
use crate::analysis::go::text;
use crate::analysis::ty::FunctionId;
use crate::diagnostic::Applicability;
use crate::facts::NodeId;
use crate::source::{Language, Location, Span};

/// What stands behind the type of such a `make`, by the size.
const WRITTEN: [&str; 9] = [", 0", ", 1", ", 2", ", 3", ", 4", ", 5", ", 6", ", 7", ", 8"];

/// The size, a literal, goes, and the comma before it.
pub(in crate::analysis::go) fn drop_hint(names: &Names<'_>, id: FunctionId, hint: NodeId, value: i64) -> Option<Draft> {
    let was = WRITTEN.get(usize::try_from(value).ok()?)?;
    let Location { file, span } = text::location(names, id, hint);
    let at = Location { file, span: Span { start: span.start.checked_sub(2)?, end: span.end } };
    let changes = vec![Change::Replace { at, was: Some((*was).into()), by: Vec::new() }];
    let title = "make it without the size".to_owned();
    Some(Draft { name: "drop-hint", title, applicability: Applicability::Safe, language: Language::Go, changes })
}
