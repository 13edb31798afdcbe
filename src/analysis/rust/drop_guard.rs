//! A guard that is dropped before what must not happen while it is alive.

use super::state::Holder;
use crate::analysis::fix::{Change, Draft, Piece};
use crate::analysis::model::RegionEvent;
use crate::analysis::tree::Tree;
use crate::diagnostic::{Applicability, Confidence};
use crate::facts::{Body, LocalId, Node, NodeId, Pattern, PatternId};
use crate::source::{FileId, Language, Location};
use rustc_hash::FxHashSet;

/// `drop(guard);` above the statement of `at`, which stands in the guard's own block, where neither the guard nor
/// what was got from it is used from there on.
pub(super) fn drop_guard(
    body: &Body,
    file: FileId,
    holder: Holder,
    at: NodeId,
    event: RegionEvent,
    confidence: Confidence,
) -> Option<Draft> {
    let Holder::Local(guard) = holder else { return None };
    let code = Code { body, tree: Tree::new(body) };
    let name = body.local(guard).name;
    let (statements, bound) = code.binding(guard)?;
    let last = statements.iter().position(|statement| code.tree.within(at, *statement)).filter(|last| *last > bound)?;
    let lent = code.lent(guard, &statements[bound + 1..last])?;
    let used = |statement: &NodeId| code.mentions(*statement).any(|local| lent.contains(&local));
    let renamed = body.locals.iter().enumerate().any(|(index, local)| local.name == name && LocalId::new(index) != guard);
    if renamed || name.as_str() == "drop" || statements[last..].iter().any(used) {
        return None;
    }
    // What waits there is wrong whatever the guard was meant to keep out; elsewhere the guard may be meant for it.
    let applicability = match event {
        RegionEvent::Await => Applicability::Safe,
        RegionEvent::Reentry if confidence == Confidence::Certain => Applicability::Safe,
        _ => Applicability::Unsafe,
    };
    let lines = vec![vec![Piece::Text(format!("drop({name});"))]];
    let at = Location { file, span: body.span(statements[last]) };
    let title = format!("drop `{name}` before");
    Some(Draft { name: "release", title, applicability, language: Language::Rust, changes: vec![Change::LinesAbove { at, lines }] })
}

struct Code<'b> {
    body: &'b Body,
    tree: Tree<'b>,
}

impl<'b> Code<'b> {
    /// The block of the `let` that binds the local, and the place of that `let` in it.
    fn binding(&self, local: LocalId) -> Option<(&'b [NodeId], usize)> {
        self.body.nodes.iter().find_map(|node| {
            let Node::Block { body: statements, .. } = node else { return None };
            let statements = self.body.list(*statements);
            let binds = |statement: &NodeId| match self.body.node(self.tree.bare(*statement)) {
                Node::Let { pattern, value: Some(_), otherwise: None, .. } => {
                    matches!(self.body.pattern(pattern), Pattern::Bind { local: bound, sub: None, .. } if *bound == local)
                }
                _ => false,
            };
            Some((statements, statements.iter().position(binds)?))
        })
    }

    fn mentions(&self, node: NodeId) -> impl Iterator<Item = LocalId> + '_ {
        self.tree.inside(node).into_iter().filter_map(|node| match self.body.node(node) {
            Node::Local(local) => Some(local),
            _ => None,
        })
    }

    /// The guard and all locals that may borrow from it after the statements; `None` where it may have moved.
    fn lent(&self, guard: LocalId, statements: &[NodeId]) -> Option<FxHashSet<LocalId>> {
        let mut lent = FxHashSet::from_iter([guard]);
        for statement in statements {
            if !self.mentions(*statement).any(|local| lent.contains(&local)) {
                continue;
            }
            for node in self.tree.inside(*statement) {
                match self.body.node(node) {
                    Node::Let { pattern, .. } | Node::Is { pattern, .. } | Node::For { pattern, .. } => self.bound(pattern, &mut lent),
                    Node::Match { arms, .. } => self.body.arms(arms).iter().for_each(|arm| self.bound(arm.pattern, &mut lent)),
                    Node::Assign { target, .. } => lent.extend(self.mentions(target)),
                    Node::Call { callee, args, .. } => {
                        let given = self.body.list(args);
                        if given.iter().any(|arg| self.body.node(*arg) == Node::Local(guard)) {
                            return None;
                        }
                        if given.iter().any(|arg| self.mentions(*arg).any(|local| lent.contains(&local))) {
                            lent.extend(self.mentions(callee));
                        }
                    }
                    _ => {}
                }
            }
        }
        Some(lent)
    }

    fn bound(&self, pattern: PatternId, found: &mut FxHashSet<LocalId>) {
        match self.body.pattern(pattern) {
            Pattern::Bind { local, sub, .. } => {
                found.insert(*local);
                sub.iter().for_each(|sub| self.bound(*sub, found));
            }
            Pattern::Tuple(parts) | Pattern::Or(parts) => parts.iter().for_each(|part| self.bound(*part, found)),
            Pattern::Variant { fields, .. } => fields.iter().for_each(|(_, part)| self.bound(*part, found)),
            Pattern::Reference(inner) => self.bound(*inner, found),
            Pattern::Wild | Pattern::Assign(_) | Pattern::Value(_) | Pattern::Type { .. } => {}
        }
    }
}
