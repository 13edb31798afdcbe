//! A look-up and an act of a `sync.Map` that become one step: here where the act fills what was empty.

use super::Code;
use super::compared::compared;
use super::taken::taken;
use crate::analysis::fix::{Change, Draft, Piece};
use crate::analysis::go::effects::{CheckThenAct, Step};
use crate::analysis::go::names::Names;
use crate::analysis::ty::FunctionId;
use crate::diagnostic::Applicability;
use crate::facts::{LocalId, Node, NodeId, Pattern, PatternId};
use crate::source::{Language, Span};

/// The versions of Go whose `sync.Map` has the methods.
const LOAD_AND_DELETE: (u16, u16) = (1, 15);
const COMPARE: (u16, u16) = (1, 20);
/// What is in the map is named by this.
const KEPT: &str = "actual";

/// The step by the method's name `instead`, which does both.
pub(in crate::analysis::go) fn one_step(names: &Names<'_>, id: FunctionId, split: &CheckThenAct, instead: &str) -> Option<Draft> {
    if split.lock.is_some() {
        return None;
    }
    let code = Code::new(names, id);
    let (title, changes) = match (split.step, instead) {
        (Step::Fill, "LoadOrStore") => ("load and store in one step".to_owned(), filled(&code, split)?),
        (Step::Take, "LoadAndDelete") if code.has_go(LOAD_AND_DELETE) => {
            ("load and delete in one step".to_owned(), taken(&code, split, instead)?)
        }
        (Step::Replace, "CompareAndSwap") if code.has_go(COMPARE) => {
            ("compare and store in one step".to_owned(), compared(&code, split, instead)?)
        }
        (Step::Discard, "CompareAndDelete") if code.has_go(COMPARE) => {
            ("compare and delete in one step".to_owned(), compared(&code, split, instead)?)
        }
        _ => return None,
    };
    Some(Draft { name: "one-step", title, applicability: Applicability::Safe, language: Language::Go, changes })
}

/// `LoadOrStore` where a value is stored for a key that was not there.
fn filled(code: &Code<'_>, split: &CheckThenAct) -> Option<Vec<Change>> {
    let Node::Call { callee, args, .. } = code.body.node(split.act) else { return None };
    let [_, value] = code.body.list(args) else { return None };
    let stores = matches!(code.body.node(callee), Node::Field { name, .. } if name.as_str() == "Store");
    if !stores || !code.is_plain(*value) {
        return None;
    }
    only_stored(code, split).or_else(|| returned(code, split, *value))
}

/// `_, ok := m.Load(k)` and `if !ok { m.Store(k, v) }` become `m.LoadOrStore(k, v)`.
fn only_stored(code: &Code<'_>, split: &CheckThenAct) -> Option<Vec<Change>> {
    let (statements, at) = code.among(split.act)?;
    let branch = code.tree.around(split.act).nth(2)?;
    let Node::If { cond, otherwise: None, .. } = code.body.node(branch) else { return None };
    let Node::Not(known) = code.body.node(cond) else { return None };
    let Node::Local(known) = code.body.node(known) else { return None };
    let (around, place) = code.among(branch)?;
    let check = *around.get(place.checked_sub(1)?)?;
    let uses = code.body.nodes.iter().filter(|node| **node == Node::Local(known)).count();
    let (first, second) = loaded(code, check, split.check)?;
    if statements.len() != 1 || at != 0 || first.is_some() || second != Some(known) || uses != 1 {
        return None;
    }
    let span = both(code, check, branch);
    Some(vec![Change::Replace { at: code.at(span), was: None, by: in_one(code, split.act)? }])
}

/// What was made for a key that was not there is returned: what is returned then is what the map has.
fn returned(code: &Code<'_>, split: &CheckThenAct, value: NodeId) -> Option<Vec<Change>> {
    let (statements, at) = code.among(split.act)?;
    let back = *statements.get(at + 1).filter(|_| at + 2 == statements.len())?;
    let (Node::Return(results), Node::Local(made)) = (code.body.node(back), code.body.node(value)) else { return None };
    let [result] = code.body.list(results) else { return None };
    // The hit: `if p, ok := m.Load(k); ok { return p.(T) }`.
    let check = code.statement(split.check)?;
    let (known, _) = loaded(code, check, split.check)?;
    let (around, place) = code.among(check)?;
    let Node::If { then, .. } = code.body.node(*around.get(place + 1)?) else { return None };
    let Node::Block { body: hit, .. } = code.body.node(then) else { return None };
    let [hit] = code.body.list(hit) else { return None };
    let Node::Return(given) = code.body.node(*hit) else { return None };
    let [given] = code.body.list(given) else { return None };
    let asserted = match code.body.node(*given) {
        Node::TypeAssert { operand, ty: Some(_) } if Some(code.body.node(operand)) == known.map(Node::Local) => {
            Some(Span { start: code.body.span(operand).end, end: code.body.span(*given).end })
        }
        node if Some(node) == known.map(Node::Local) => None,
        _ => return None,
    };
    let is_taken = code.body.locals.iter().any(|local| local.name.as_str() == KEPT);
    if code.body.node(*result) != Node::Local(made) || is_taken {
        return None;
    }
    let mut step = vec![Piece::Text(format!("{KEPT}, _ := "))];
    step.extend(in_one(code, split.act)?);
    let mut kept = vec![Piece::Text(KEPT.to_owned())];
    kept.extend(asserted.map(Piece::Source));
    Some(vec![
        Change::Replace { at: code.location(split.act), was: None, by: step },
        Change::Replace { at: code.location(*result), was: None, by: kept },
    ])
}

/// The text of a look-up and of the `if` that follows. Where the look-up stands in its head, both are one statement.
pub(super) fn both(code: &Code<'_>, check: NodeId, branch: NodeId) -> Span {
    let alone = |outer: &NodeId| matches!(code.body.node(*outer), Node::Block { body, .. } if *code.body.list(body) == [check, branch]);
    let outer = code.tree.around(branch).nth(1).filter(alone).map(|outer| code.body.span(outer));
    let head = outer.filter(|span| span.end == code.body.span(branch).end);
    head.unwrap_or(code.body.span(check).to(code.body.span(branch)))
}

/// The two locals of `v, ok := m.Load(k)`; `None` for one that is `_`.
pub(super) fn loaded(code: &Code<'_>, statement: NodeId, check: NodeId) -> Option<(Option<LocalId>, Option<LocalId>)> {
    let Node::Let { pattern, value: Some(value), .. } = code.body.node(statement) else { return None };
    let Pattern::Tuple(parts) = code.body.pattern(pattern) else { return None };
    let [first, second] = &parts[..] else { return None };
    let named = |part: &PatternId| match code.body.pattern(*part) {
        Pattern::Wild => Some(None),
        Pattern::Bind { local, .. } => Some(Some(*local).filter(|local| code.body.local(*local).name.as_str() != "_")),
        _ => None,
    };
    let locals = (named(first)?, named(second)?);
    (value == check).then_some(locals)
}

/// `m.Store(k, v)` as `m.LoadOrStore(k, v)`.
fn in_one(code: &Code<'_>, store: NodeId) -> Option<Vec<Piece>> {
    let Node::Call { callee, .. } = code.body.node(store) else { return None };
    let Node::Field { base, .. } = code.body.node(callee) else { return None };
    let (call, callee) = (code.body.span(store), code.body.span(callee));
    Some(vec![
        Piece::Source(code.body.span(base)),
        Piece::Text(".LoadOrStore".to_owned()),
        Piece::Source(Span { start: callee.end, end: call.end }),
    ])
}
