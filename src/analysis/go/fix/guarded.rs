//! An access under the lock that guards the map's other uses.

use super::Code;
use crate::analysis::fix::{Change, Draft, Piece};
use crate::analysis::go::names::Names;
use crate::analysis::go::text;
use crate::analysis::ty::FunctionId;
use crate::diagnostic::Applicability;
use crate::facts::{Name, Node, NodeId};
use crate::source::Language;

/// `RLock` and all the `RUnlock`s that pair with it become `Lock` and `Unlock`, where the function that writes takes
/// `guard` once, and no other side of it.
pub(in crate::analysis::go) fn exclusive_lock(names: &Names<'_>, id: FunctionId, guard: &str) -> Option<Draft> {
    let code = Code::new(names, id);
    let calls = (0..code.body.nodes.len()).map(NodeId::new).filter_map(|node| Some((node, code.method(node)?)));
    let of_guard: Vec<_> = calls.filter(|(_, (lock, _))| text::expression(names, id, *lock) == guard).collect();
    let count = |wanted: &str| of_guard.iter().filter(|(_, (_, name))| name.as_str() == wanted).count();
    let (takes, gives) = (count("RLock"), count("RUnlock"));
    if takes != 1 || gives == 0 || takes + gives != of_guard.len() {
        return None;
    }
    let rename = |(call, (_, name)): &(NodeId, (NodeId, Name))| match name.as_str() {
        "RLock" => code.rename(*call, "RLock", "Lock"),
        _ => code.rename(*call, "RUnlock", "Unlock"),
    };
    let changes = of_guard.iter().map(rename).collect::<Option<Vec<_>>>()?;
    let title = format!("take `{guard}` with `Lock`");
    Some(Draft { name: "guard", title, applicability: Applicability::Safe, language: Language::Go, changes })
}

/// `guard` is taken around the statement of an access at which it is not held. Where the statement returns, it is given back
/// by `defer`. What else the function does with the map is as it was: whether the two belong together is for a
/// reader to say.
pub(in crate::analysis::go) fn guarded_access(names: &Names<'_>, id: FunctionId, access: NodeId, guard: &str) -> Option<Draft> {
    let code = Code::new(names, id);
    // The lock must have its name here.
    let root = guard.split('.').next()?;
    let is_named = guard.contains('.') && code.body.locals.iter().any(|local| local.name.as_str() == root && local.closure.is_none());
    let statement = code.statement(access).filter(|_| is_named && guard.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '_')))?;
    if may_be_held(&code, names, id, statement, guard) {
        return None;
    }
    let words = |words: String| vec![Piece::Text(words)];
    let at = code.location(statement);
    let take = words(format!("{guard}.Lock()"));
    let changes = match code.body.node(statement) {
        Node::Return(_) => vec![Change::LinesAbove { at, lines: vec![take, words(format!("defer {guard}.Unlock()"))] }],
        Node::Assign { .. } | Node::Update { .. } | Node::Call { .. } | Node::Let { .. } => {
            let waits =
                code.tree.inside(statement).into_iter().any(|node| matches!(code.body.node(node), Node::Closure(_) | Node::Receive(_)));
            if waits {
                return None;
            }
            vec![Change::LinesAbove { at, lines: vec![take] }, Change::LineBelow { at, by: words(format!("{guard}.Unlock()")) }]
        }
        _ => return None,
    };
    let title = format!("hold `{guard}` here");
    Some(Draft { name: "guard", title, applicability: Applicability::Unsafe, language: Language::Go, changes })
}

/// Whether the guard may be held at the statement after all, or by who waits for it: the next thing that the function
/// does with it gives it back, or the statement stands in a function literal, and what is around it takes the guard.
fn may_be_held(code: &Code<'_>, names: &Names<'_>, id: FunctionId, statement: NodeId, guard: &str) -> bool {
    let function = code.tree.around(statement).find(|node| matches!(code.body.node(*node), Node::Closure(_)));
    let is_inside = |node: NodeId| function.is_none_or(|function| code.tree.within(node, function));
    let is_deferred = |node: NodeId| code.tree.around(node).nth(1).is_some_and(|around| matches!(code.body.node(around), Node::Defer(_)));
    let calls = (0..code.body.nodes.len()).map(NodeId::new).filter_map(|node| Some((node, code.method(node)?)));
    let of_guard: Vec<_> = calls.filter(|(_, (lock, _))| text::expression(names, id, *lock) == guard).collect();
    let end = code.body.span(statement).end;
    let later = of_guard.iter().filter(|(node, _)| code.body.span(*node).start >= end && !is_deferred(*node));
    let next = later.min_by_key(|(node, _)| code.body.span(*node).start);
    let gives = |(_, (_, name)): &(NodeId, (NodeId, Name))| matches!(name.as_str(), "Unlock" | "RUnlock");
    next.is_some_and(gives) || of_guard.iter().any(|(node, _)| !is_inside(*node))
}
