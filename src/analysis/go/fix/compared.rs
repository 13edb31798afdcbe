//! An entry that is compared, and stored anew or deleted where it is what was meant: in one step.

use super::Code;
use super::one_step::{both, loaded};
use crate::analysis::fix::{Change, Piece};
use crate::analysis::go::effects::CheckThenAct;
use crate::facts::{CompareOp, LocalId, Node, NodeId};
use crate::source::Span;

/// `v, ok := m.Load(k)` and `if ok && v == old { m.Store(k, new) }` become `m.CompareAndSwap(k, old, new)`; where the branch
/// does more, or there is another, that is what the `if` asks. In the same way `m.Delete(k)` becomes
/// `m.CompareAndDelete(k, old)`.
pub(super) fn compared(code: &Code<'_>, split: &CheckThenAct, instead: &str) -> Option<Vec<Change>> {
    let Node::Call { callee, args, .. } = code.body.node(split.act) else { return None };
    let Node::Field { base, name } = code.body.node(callee) else { return None };
    let (key, new) = match (name.as_str(), code.body.list(args)) {
        ("Store", [key, new]) => (*key, Some(*new)),
        ("Delete", [key]) => (*key, None),
        _ => return None,
    };
    let (statements, at) = code.among(split.act)?;
    let branch = code.tree.around(split.act).nth(2)?;
    let Node::If { cond, then, otherwise, .. } = code.body.node(branch) else { return None };
    let (around, place) = code.among(branch)?;
    let check = *around.get(place.checked_sub(1)?)?;
    let (found, known) = loaded(code, check, split.check)?;
    let found = found?;
    let old = meant(code, cond, found, known)?;
    let is_settled = code.is_simple(key) && code.is_plain(old) && new.is_none_or(|new| code.is_plain(new));
    let is_otherwise_unused = code.uses(found) == 1 && known.is_none_or(|known| code.uses(known) <= 1);
    if at != 0 || !code.tree.within(split.act, then) || !is_settled || !is_otherwise_unused {
        return None;
    }
    let source = |node: NodeId| Piece::Source(code.body.span(node));
    let text = |words: &str| Piece::Text(words.to_owned());
    let mut step = vec![source(base), text("."), text(instead), text("("), source(key), text(", "), source(old)];
    step.extend(new.into_iter().flat_map(|new| [text(", "), source(new)]));
    step.push(text(")"));
    let span = both(code, check, branch);
    if statements.len() == 1 && otherwise.is_none() {
        return Some(vec![Change::Replace { at: code.at(span), was: None, by: step }]);
    }
    if statements.len() == 1 {
        return None;
    }
    let head = [vec![text("if ")], step, vec![text(" {")]].concat();
    let end = code.body.span(split.act).end;
    Some(vec![Change::Replace { at: code.at(Span { start: span.start, end }), was: None, by: head }])
}

/// What the entry is to be, by `ok && v == old`, or by `v == old` where that is certainly not nil.
fn meant(code: &Code<'_>, cond: NodeId, found: LocalId, known: Option<LocalId>) -> Option<NodeId> {
    let (compared, asked) = match code.body.node(cond) {
        Node::ShortCircuit { left, right, and: true } if known.is_some_and(|known| code.body.node(left) == Node::Local(known)) => {
            (right, true)
        }
        _ => (cond, false),
    };
    let Node::Compare { left, right, op: CompareOp::Equal } = code.body.node(compared) else { return None };
    let old = match (code.body.node(left), code.body.node(right)) {
        (Node::Local(local), _) if local == found => right,
        (_, Node::Local(local)) if local == found => left,
        _ => return None,
    };
    (asked || code.is_constant(old)).then_some(old)
}
