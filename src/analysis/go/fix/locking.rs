//! Locks that are not given back, or by the wrong method.

use super::Code;
use crate::analysis::fix::{Change, Draft, Piece};
use crate::analysis::go::effects::Taken;
use crate::analysis::go::names::Names;
use crate::analysis::model::RegionEvent;
use crate::analysis::ty::FunctionId;
use crate::diagnostic::Applicability;
use crate::facts::{Node, NodeId};
use crate::source::Language;

/// How a lock that was taken is given back: `event` happens at the node `at`.
pub(in crate::analysis::go) fn released(names: &Names<'_>, id: FunctionId, event: RegionEvent, lock: &Taken, at: NodeId) -> Option<Draft> {
    let code = Code::new(names, id);
    let (take, give) = if lock.exclusive { ("Lock", "Unlock") } else { ("RLock", "RUnlock") };
    let is_call = |node, name: &str| code.method(node).is_some_and(|(_, found)| found.as_str() == name);
    let (title, applicability, changes) = match event {
        // The program certainly stands still there.
        RegionEvent::Doubled if is_call(at, take) => {
            (format!("give the lock back with `{give}`"), Applicability::Safe, vec![code.rename(at, take, give)?])
        }
        // The program certainly ends there.
        RegionEvent::Crossed => {
            let wrong = if lock.exclusive { "RUnlock" } else { "Unlock" };
            let title = format!("give it back with `{give}`");
            (title, Applicability::Safe, vec![is_call(at, wrong).then(|| code.rename(at, wrong, give)).flatten()?])
        }
        // A caller out of sight may be meant to give it back.
        RegionEvent::Never if is_call(lock.at, take) && lock.loops == 0 && lock.depth == 0 => {
            let (statements, place) = code.among(lock.at)?;
            if place + 1 == statements.len() {
                return None;
            }
            let line = give_back(&code, lock.at, "defer ", give)?;
            (format!("defer its `{give}`"), Applicability::Unsafe, vec![Change::LineBelow { at: code.location(lock.at), by: line }])
        }
        RegionEvent::Kept if is_call(lock.at, take) && leaves_plainly(&code, at) => {
            let line = give_back(&code, lock.at, "", give)?;
            (
                format!("`{give}` before leaving"),
                Applicability::Unsafe,
                vec![Change::LinesAbove { at: code.location(at), lines: vec![line] }],
            )
        }
        _ => return None,
    };
    Some(Draft { name: "release", title, applicability, language: Language::Go, changes })
}

/// `c.mu.Unlock()`, for the call that takes `c.mu`.
fn give_back(code: &Code<'_>, take: NodeId, before: &str, give: &str) -> Option<Vec<Piece>> {
    let (lock, _) = code.method(take)?;
    Some(vec![Piece::Text(before.to_owned()), Piece::Source(code.body.span(lock)), Piece::Text(format!(".{give}()"))])
}

/// Whether a statement leaves with nothing that is worked out there, which would be out of the lock then.
fn leaves_plainly(code: &Code<'_>, at: NodeId) -> bool {
    match code.body.node(at) {
        Node::Return(values) => {
            code.body.list(values).iter().all(|value| matches!(code.body.node(*value), Node::Literal(_) | Node::Local(_) | Node::Path(_)))
        }
        Node::Continue(_) | Node::Break { .. } => true,
        _ => false,
    }
}
