//! An entry that is looked up, deleted and handed on: it is taken out in one step.

use super::Code;
use super::one_step::loaded;
use crate::analysis::fix::Change;
use crate::analysis::go::effects::CheckThenAct;
use crate::facts::{LocalId, Node, NodeId};

/// `v, ok := m.Load(k)` becomes `v, ok := m.LoadAndDelete(k)`, and the `m.Delete(k)` that comes next where something was
/// found goes.
pub(super) fn taken(code: &Code<'_>, split: &CheckThenAct, instead: &str) -> Option<Vec<Change>> {
    let check = code.statement(split.check)?;
    let (_, known) = loaded(code, check, split.check)?;
    let (around, place) = code.among(check)?;
    let next = *around.get(place + 1)?;
    let is_next = next == split.act
        || match code.body.node(next) {
            Node::If { cond, then, .. } if is_local(code, cond, known) => first(code, then) == Some(split.act),
            Node::If { cond, then, otherwise: None, .. } => {
                let fails = matches!(code.body.node(cond), Node::Not(inner) if is_local(code, inner, known));
                fails && code.tree.diverges(then) && around.get(place + 2) == Some(&split.act)
            }
            _ => false,
        };
    let is_fixed = matches!(code.body.node(split.act), Node::Call { args, .. }
        if code.body.list(args).iter().all(|key| code.is_simple(*key)));
    let Node::Call { callee, .. } = code.body.node(split.act) else { return None };
    let deletes = matches!(code.body.node(callee), Node::Field { name, .. } if name.as_str() == "Delete");
    if !is_next || !is_fixed || !deletes {
        return None;
    }
    Some(vec![code.rename(split.check, "Load", instead)?, Change::Without { at: code.location(split.act) }])
}

fn first(code: &Code<'_>, block: NodeId) -> Option<NodeId> {
    match code.body.node(block) {
        Node::Block { body, .. } => code.body.list(body).first().copied(),
        _ => None,
    }
}

fn is_local(code: &Code<'_>, node: NodeId, local: Option<LocalId>) -> bool {
    local.is_some_and(|local| code.body.node(node) == Node::Local(local))
}
