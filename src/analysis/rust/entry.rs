//! A question and an insert that become one `entry`.

use super::names::{Item, Space};
use super::types::Types;
use crate::analysis::fix::{Change, Draft, Piece};
use crate::analysis::tree::Tree;
use crate::diagnostic::Applicability;
use crate::facts::{LocalId, Name, Node, NodeId, ScopeId};
use crate::source::{FileId, Language, Location};

/// Characters of a chain of calls on one line, as rustfmt has it by itself.
const CHAIN_WIDTH: usize = 60;

/// Where code stands, and what its names mean.
#[derive(Clone, Copy)]
pub(super) struct Code<'a, 'p> {
    pub(super) types: &'a Types<'p>,
    pub(super) tree: &'a Tree<'p>,
    pub(super) file: FileId,
    pub(super) scope: ScopeId,
}

/// `if !m.contains_key(&k) { m.insert(k, v); }` becomes `m.entry(k).or_insert(v);`, where `check` is the question and
/// nothing else is done. What costs something to make is made where it is needed alone; under the lock of a
/// `concurrent` map nothing is called.
pub(super) fn entry(code: Code<'_, '_>, check: NodeId, insert: NodeId, concurrent: bool) -> Option<Draft> {
    let tree = code.tree;
    let body = tree.body;
    let Node::Call { callee, args, .. } = body.node(insert) else { return None };
    let Node::Field { base, name } = body.node(callee) else { return None };
    let [key, value] = body.list(args) else { return None };
    let block = tree.around(insert).find(|node| matches!(body.node(*node), Node::Block { .. }))?;
    let Node::Block { body: statements, .. } = body.node(block) else { return None };
    let [only] = body.list(statements) else { return None };
    let branching = tree.around(block).find(|node| matches!(body.node(*node), Node::If { .. }))?;
    let Node::If { cond, then, otherwise: None, .. } = body.node(branching) else { return None };
    let Node::Not(question) = body.node(tree.bare(cond)) else { return None };
    let fits = tree.bare(then) == block && tree.bare(*only) == insert && tree.bare(question) == check && name.as_str() == "insert";
    let is_statement = tree.around(branching).skip(1).find(|node| !matches!(body.node(*node), Node::Terminate(_)));
    let is_statement = is_statement.is_some_and(|around| matches!(body.node(around), Node::Block { .. }));
    if !fits || !is_statement {
        return None;
    }
    let made = if is_plain(code, *value) {
        "or_insert("
    } else if !concurrent && stays_inside(tree, *value) && !shares_local(tree, base, *value) {
        "or_insert_with(|| "
    } else {
        return None;
    };
    let length = |node: NodeId| body.span(node).end.saturating_sub(body.span(node).start) as usize;
    if length(base) + length(*key) + length(*value) + ".entry().)".len() + made.len() > CHAIN_WIDTH {
        return None;
    }
    let text = |words: &str| Piece::Text(words.to_owned());
    let source = |node: NodeId| Piece::Source(body.span(node));
    let by = vec![source(base), text(".entry("), source(*key), text(")."), text(made), source(*value), text(");")];
    let at = Location { file: code.file, span: body.span(branching) };
    let changes = vec![Change::Replace { at, was: None, by }];
    let title = "ask and insert with `entry`".to_owned();
    Some(Draft { name: "one-step", title, applicability: Applicability::Safe, language: Language::Rust, changes })
}

/// Whether the value is at hand, or made of nothing.
fn is_plain(code: Code<'_, '_>, value: NodeId) -> bool {
    let body = code.tree.body;
    match body.node(code.tree.bare(value)) {
        Node::Literal(_) | Node::Local(_) => true,
        Node::Tuple(parts) => body.list(parts).iter().all(|part| is_plain(code, *part)),
        Node::Call { callee, args, .. } if args.len == 0 => match body.node(callee) {
            Node::Path(path) => is_empty(code, body.path(path)),
            _ => false,
        },
        _ => false,
    }
}

/// Whether what is called, a macro or an associated function, makes something with nothing in it.
fn is_empty(code: Code<'_, '_>, path: &[Name]) -> bool {
    let empty = &code.types.library().empty;
    let Some((last, owner)) = path.split_last() else { return false };
    match code.types.names.resolve(code.file, code.scope, owner, Space::Type) {
        Some(Item::Extern(owner)) => empty.contains(&format!("{owner}::{last}")),
        Some(_) => false,
        None => owner.is_empty() && last.ends_with('!') && empty.contains(last.as_str()),
    }
}

/// Whether the value can as well be worked out in a closure: nothing in it leaves the function or waits.
fn stays_inside(tree: &Tree<'_>, value: NodeId) -> bool {
    tree.inside(value).into_iter().all(|node| {
        !matches!(
            tree.body.node(node),
            Node::Return(_) | Node::Try(_) | Node::Await(_) | Node::Break { .. } | Node::Continue(_) | Node::Unsafe(_)
        )
    })
}

/// Whether both use a local: the map is borrowed while the value is worked out.
fn shares_local(tree: &Tree<'_>, map: NodeId, value: NodeId) -> bool {
    let locals = |node| {
        let inside = tree.inside(node).into_iter();
        inside.filter_map(|node| if let Node::Local(local) = tree.body.node(node) { Some(local) } else { None }).collect::<Vec<LocalId>>()
    };
    let of_map = locals(map);
    locals(value).iter().any(|local| of_map.contains(local))
}
