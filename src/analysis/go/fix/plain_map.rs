//! A local `sync.Map` that one goroutine alone uses becomes a plain map.

use super::Code;
use crate::analysis::fix::{Change, Draft, Piece};
use crate::analysis::go::names::Names;
use crate::analysis::ty::FunctionId;
use crate::diagnostic::Applicability;
use crate::facts::{FileFacts, LocalId, Name, Node, NodeId, Pattern, TypeExpr};
use crate::source::{Language, Span};

/// The version of Go since which `any` is a word.
const ANY: (u16, u16) = (1, 18);
/// What the plain map is written with, which a name of the file may hide.
const WORDS: [&str; 3] = ["any", "clear", "delete"];

/// `var m sync.Map`, the node `declared`, becomes `m := map[any]any{}`, and each call of a method the statement that does
/// the same: `Store`, `Delete`, `Clear`, and a `Load` whose two results are bound. There is none where another method is
/// called, as `LoadOrStore` or `Range`, and where nothing else in the file would need package `sync`.
pub(in crate::analysis::go) fn plain_map(names: &Names<'_>, id: FunctionId, declared: NodeId, local: LocalId) -> Option<Draft> {
    let code = Code::new(names, id);
    let is_hidden = |word: &str| {
        let is_local = code.body.locals.iter().any(|local| local.name.as_str() == word);
        is_local || names.member(code.file, Name::from(word)).is_some()
    };
    if !code.has_go(ANY) || WORDS.into_iter().any(is_hidden) || times_of_sync(names.program.file(code.file)) < 2 {
        return None;
    }
    let mut changes = declaration(&code, declared)?;
    for index in 0..code.body.nodes.len() {
        if code.body.node(NodeId::new(index)) == Node::Local(local) {
            changes.push(used(&code, NodeId::new(index))?);
        }
    }
    let title = "make it a plain map".to_owned();
    Some(Draft { name: "plain-map", title, applicability: Applicability::Unsafe, language: Language::Go, changes })
}

/// `var m sync.Map` on its own. Of a declaration, the span is the name's.
fn declaration(code: &Code<'_>, declared: NodeId) -> Option<Vec<Change>> {
    const KEYWORD: &str = "var ";
    const TYPE: &str = " sync.Map";
    let length = |text: &str| u32::try_from(text.len()).ok();
    let Span { start, end } = code.body.span(declared);
    let keyword = code.at(Span { start: start.checked_sub(length(KEYWORD)?)?, end: start });
    let ty = code.at(Span { start: end, end: end.checked_add(length(TYPE)?)? });
    let made = vec![Piece::Text(" := map[any]any{}".to_owned())];
    code.among(declared)?;
    Some(vec![
        Change::Replace { at: keyword, was: Some(KEYWORD.into()), by: Vec::new() },
        Change::Replace { at: ty, was: Some(TYPE.into()), by: made },
    ])
}

/// A call of a method, as it is of a plain map.
fn used(code: &Code<'_>, map: NodeId) -> Option<Change> {
    let call = code.tree.around(map).nth(2)?;
    let Node::Call { callee, args, .. } = code.body.node(call) else { return None };
    let Node::Field { base, name } = code.body.node(callee) else { return None };
    let source = |node: &NodeId| Piece::Source(code.body.span(*node));
    let text = |words: &str| Piece::Text(words.to_owned());
    if code.body.list(args).iter().any(|arg| is_calculated(code, *arg)) {
        return None;
    }
    let is_statement = code.among(call).is_some();
    let by = match (name.as_str(), code.body.list(args)) {
        ("Store", [key, value]) if is_statement => vec![source(&base), text("["), source(key), text("] = "), source(value)],
        ("Delete", [key]) if is_statement => vec![text("delete("), source(&base), text(", "), source(key), text(")")],
        ("Clear", []) if is_statement => vec![text("clear("), source(&base), text(")")],
        ("Load", [key]) if is_bound(code, call) => vec![source(&base), text("["), source(key), text("]")],
        _ => return None,
    };
    (base == map).then(|| Change::Replace { at: code.location(call), was: None, by })
}

/// Whether an operator may stand in it: how gofmt spaces that depends on what is around.
fn is_calculated(code: &Code<'_>, arg: NodeId) -> bool {
    let is_operator = |node: NodeId| matches!(code.body.node(node), Node::Opaque(_) | Node::Compare { .. } | Node::ShortCircuit { .. });
    code.tree.inside(arg).into_iter().any(is_operator)
}

/// Whether both results of the call are given names, or `_`.
fn is_bound(code: &Code<'_>, call: NodeId) -> bool {
    match code.tree.around(call).nth(1).map(|outer| code.body.node(outer)) {
        Some(Node::Let { pattern, value, .. }) => value == Some(call) && matches!(code.body.pattern(pattern), Pattern::Tuple(_)),
        Some(Node::Assign { target, value }) => value == call && matches!(code.body.node(target), Node::Tuple(_)),
        _ => false,
    }
}

/// How often the file names something of package `sync`, or what may be that.
fn times_of_sync(facts: &FileFacts) -> usize {
    let is_sync = |path: &[Name]| path.first().is_some_and(|first| first.as_str() == "sync");
    let types = facts.type_exprs.iter().filter(|ty| matches!(ty, TypeExpr::Path { path, .. } if is_sync(path))).count();
    let values = facts.functions.iter().flat_map(|function| {
        let body = &function.body;
        body.nodes.iter().filter(|node| matches!(node, Node::Path(path) if is_sync(body.path(*path))))
    });
    types + values.count()
}
