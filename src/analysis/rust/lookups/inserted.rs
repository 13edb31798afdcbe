//! Inserts after a question for the same key: `entry` asks and inserts in one, and a set's `insert`
//! says itself whether the value was there.

use super::super::entry::{Code, entry};
use super::super::text::owned_key;
use super::{Finder, Site};
use crate::analysis::cost::{Lookup, Repeat};
use crate::analysis::ty::{Ty, TyKind};
use crate::facts::{Effect, Node, NodeId, Pattern, TypeModelKind};

/// A question, and the branches that its answers lead to.
struct Asked<'s, 't> {
    check: &'s Site<'t>,
    /// The `if` or `match`.
    branching: NodeId,
    /// Runs where the key is missing.
    miss: NodeId,
    /// Run where it is there.
    hits: Vec<NodeId>,
}

impl Finder<'_, '_> {
    /// An insert in the branch of a question that found nothing, or below one that leaves otherwise.
    pub(super) fn inserted(&self, insert: &Site<'_>) -> Option<Lookup> {
        let body = self.tree.body;
        let mut inner = insert.access.node;
        for outer in self.tree.around(insert.access.node).skip(1) {
            match body.node(outer) {
                Node::For { .. } | Node::Loop { .. } | Node::Closure(_) => return None,
                Node::If { .. } | Node::Match { .. } => {
                    if let Some(asked) = self.asked(outer, inner, insert) {
                        return self.in_branch(&asked, insert);
                    }
                }
                Node::Block { body: statements, .. } => {
                    let statements = body.list(statements);
                    let at = statements.iter().position(|statement| *statement == inner)?;
                    if let Some(found) = self.below(&statements[..=at], insert) {
                        return Some(found);
                    }
                }
                _ => {}
            }
            inner = outer;
        }
        None
    }

    /// The question of a branching node, where `inner` is its branch for a missing key.
    fn asked<'s>(&'s self, outer: NodeId, inner: NodeId, insert: &Site<'_>) -> Option<Asked<'s, 's>> {
        let body = self.tree.body;
        let asked = match body.node(outer) {
            Node::If { cond, then, otherwise, .. } => {
                let (check, present) = self.condition(cond, insert)?;
                let (miss, hit) = if present { (otherwise?, Some(then)) } else { (then, otherwise) };
                Asked { check, branching: outer, miss, hits: hit.into_iter().collect() }
            }
            Node::Match { scrutinee: Some(scrutinee), arms, .. } => {
                let check = self.asked_by(scrutinee, insert).filter(|check| gives_value(check.access.effect))?;
                let arms = body.arms(arms);
                let missing = arms.iter().find(|arm| arm.body == inner)?;
                let others: Vec<_> = arms.iter().filter(|arm| arm.body != inner).collect();
                let all_hits = others.iter().any(|arm| self.is_hit(arm.pattern) && arm.guard.is_none());
                let wild = matches!(body.pattern(missing.pattern), Pattern::Wild) && all_hits;
                let plain = missing.guard.is_none() && (self.is_miss(missing.pattern) || wild);
                if !plain || others.iter().any(|arm| self.is_miss(arm.pattern)) {
                    return None;
                }
                Asked { check, branching: outer, miss: inner, hits: others.iter().map(|arm| arm.body).collect() }
            }
            _ => return None,
        };
        (asked.miss == inner).then_some(asked)
    }

    /// The question that a condition is, and whether it holds where the key is there.
    fn condition<'s>(&'s self, cond: NodeId, later: &Site<'_>) -> Option<(&'s Site<'s>, bool)> {
        let body = self.tree.body;
        match body.node(self.tree.bare(cond)) {
            Node::Is { pattern, value } => {
                let check = self.asked_by(value, later).filter(|check| gives_value(check.access.effect))?;
                if self.is_hit(pattern) {
                    return Some((check, true));
                }
                self.is_miss(pattern).then_some((check, false))
            }
            Node::Not(inner) => self.condition(inner, later).map(|(check, present)| (check, !present)),
            Node::Call { .. } => {
                let check = self.asked_by(cond, later).filter(|check| check.access.effect == Effect::Contains)?;
                Some((check, true))
            }
            _ => None,
        }
    }

    fn in_branch(&self, asked: &Asked<'_, '_>, insert: &Site<'_>) -> Option<Lookup> {
        let check = asked.check;
        let but = [check.map.at, insert.map.at];
        if self.is_set(insert) {
            return self.member(asked, insert);
        }
        // An entry of a concurrent map is a guard: nothing else is done under it.
        let concurrent = insert.access.kind == TypeModelKind::ShardedMap;
        let unfit = concurrent && !self.is_all_of(insert.access.node, asked.miss)
            || self.leaves(asked.miss)
            || self.uses_map(asked.miss, &insert.map, &but)
            || self.changes_key(asked.miss, &insert.key_locals, self.is_copied(insert))
            || asked.hits.iter().any(|hit| self.awaits(*hit) || self.uses_map(*hit, &insert.map, &but) || self.lends(*hit, asked));
        if unfit || !self.gives_key(check, insert, &asked.hits) {
            return None;
        }
        if check.access.effect != Effect::Contains {
            return self.lookup(check, insert, Repeat::Missed);
        }
        let has_entry = self.types.model(&insert.access.ty).is_some_and(|model| model.methods.contains_key("entry"));
        let code = Code { types: self.types, tree: self.tree, file: self.file, scope: self.function.scope };
        let draft = has_entry.then(|| entry(code, check.access.node, insert.access.node, concurrent));
        let drafts = draft.flatten().into_iter().collect();
        Some(Lookup { drafts, ..self.lookup(check, insert, Repeat::Absent)? })
    }

    /// Whether a node is all that a branch does.
    fn is_all_of(&self, node: NodeId, branch: NodeId) -> bool {
        match self.tree.body.node(self.tree.bare(branch)) {
            Node::Block { body: statements, .. } => match self.tree.body.list(statements) {
                [one] => self.tree.bare(*one) == node,
                _ => false,
            },
            _ => self.tree.bare(branch) == node,
        }
    }

    /// A set's insert as the first thing that matters where the value is missing.
    fn member(&self, asked: &Asked<'_, '_>, insert: &Site<'_>) -> Option<Lookup> {
        if asked.check.access.effect != Effect::Contains || !self.gives_key(asked.check, insert, &asked.hits) {
            return None;
        }
        let Node::Block { body: statements, .. } = self.tree.body.node(self.tree.bare(asked.miss)) else { return None };
        let statements = self.tree.body.list(statements);
        let at = statements.iter().position(|statement| self.tree.bare(*statement) == insert.access.node)?;
        let clear = statements[..at].iter().all(|statement| self.passes(*statement, insert));
        let copied = self.is_copied(insert);
        let kept = copied || statements[at + 1..].iter().all(|statement| !self.uses_key(*statement, &insert.key_locals));
        if clear && kept { self.lookup(asked.check, insert, Repeat::Member) } else { None }
    }

    /// An insert below a question that leaves the block where the key is there: `statements` end with the one
    /// that inserts.
    fn below(&self, statements: &[NodeId], insert: &Site<'_>) -> Option<Lookup> {
        let body = self.tree.body;
        let (last, before) = statements.split_last()?;
        if self.tree.bare(*last) != insert.access.node {
            return None;
        }
        for (index, statement) in before.iter().enumerate().rev() {
            if let Node::If { cond, then, otherwise: None, .. } = body.node(self.tree.bare(*statement))
                && let Some((check, true)) = self.condition(cond, insert)
            {
                let leaves = self.tree.diverges(then) && check.access.effect == Effect::Contains;
                let unused = !self.uses_map(then, &insert.map, &[]) && !self.awaits(then);
                let clear = before[index + 1..].iter().all(|statement| self.passes(*statement, insert));
                let given = self.gives_key(check, insert, &[then]);
                let own = !self.uses_map(insert.access.node, &insert.map, &[insert.map.at]);
                let repeat = if self.is_set(insert) { Repeat::Member } else { Repeat::Passed };
                return if leaves && unused && clear && given && own { self.lookup(check, insert, repeat) } else { None };
            }
            if self.uses_map(*statement, &insert.map, &[]) {
                return None;
            }
        }
        None
    }

    /// Whether a statement between a question and an insert may as well come after the insert, or while
    /// the entry is held.
    fn passes(&self, statement: NodeId, insert: &Site<'_>) -> bool {
        let copied = self.is_copied(insert);
        !self.leaves(statement)
            && !self.uses_map(statement, &insert.map, &[])
            && !self.changes_key(statement, &insert.key_locals, copied)
            && (copied || !self.uses_key(statement, &insert.key_locals))
    }

    fn is_set(&self, site: &Site<'_>) -> bool {
        self.types.model(&site.access.ty).is_some_and(|model| model.value.is_none())
    }

    /// Whether the key can be given away where the question stands: it costs nothing that the insert
    /// alone pays today, and who has it then does not need it.
    fn gives_key(&self, check: &Site<'_>, insert: &Site<'_>, hits: &[NodeId]) -> bool {
        let body = self.tree.body;
        let same = owned_key(body, check.key_node).is_some_and(|asked| owned_key(body, insert.key_node) == Some(asked));
        let copied = self.is_copied(insert);
        copied || same && hits.iter().all(|hit| !self.uses_key(*hit, &insert.key_locals))
    }

    /// Whether the key of an insert is copied there.
    fn is_copied(&self, insert: &Site<'_>) -> bool {
        let body = self.tree.body;
        let written = matches!(
            body.node(insert.key_node),
            Node::Deref(_) | Node::Literal(_) | Node::Path(_) | Node::AddressOf { mutable: false, .. }
        );
        written || self.places.is_copy(self.declared_key(insert).unwrap_or(&insert.access.key_ty))
    }

    /// The type of the keys, where the map's says it.
    fn declared_key<'s>(&self, site: &'s Site<'_>) -> Option<&'s Ty> {
        let TyKind::Library(_, args) = &*site.access.ty else { return None };
        args.get(self.types.model(&site.access.ty)?.key?).filter(|ty| !ty.is_unknown())
    }

    /// Whether the key that a lookup is given by reference can be copied.
    pub(super) fn is_copied_behind(&self, site: &Site<'_>) -> bool {
        match (self.declared_key(site), &*site.access.key_ty) {
            (Some(declared), _) => self.places.is_copy(declared),
            (None, TyKind::Pointer(key)) => self.places.is_copy(key),
            _ => false,
        }
    }

    /// Whether a branch may give out what it found in the map: of the function, or as its own value.
    fn lends(&self, hit: NodeId, asked: &Asked<'_, '_>) -> bool {
        let body = self.tree.body;
        let returns = |node: &NodeId| matches!(body.node(*node), Node::Return(list) if list.len > 0);
        if self.gives_reference() && self.tree.inside(hit).iter().any(returns) {
            return true;
        }
        let mut last = self.tree.bare(hit);
        while let Node::Block { body: statements, tail: true, .. } = body.node(last) {
            match body.list(statements).last() {
                Some(inner) => last = self.tree.bare(*inner),
                None => return false,
            }
        }
        let Node::Local(local) = body.node(last) else { return false };
        let (bound, whole, hit) = (body.local(local).span, body.span(asked.branching), body.span(hit));
        let by_pattern = whole.start <= bound.start && bound.end <= whole.end && (bound.end <= hit.start || hit.end <= bound.start);
        by_pattern && !self.is_taken_out(asked.check)
    }

    /// Whether what a lookup gives is copied at once.
    fn is_taken_out(&self, check: &Site<'_>) -> bool {
        let field = self.tree.around(check.access.node).nth(1).map(|node| self.tree.body.node(node));
        matches!(field, Some(Node::Field { name, .. }) if matches!(name.as_str(), "copied" | "cloned"))
    }

    /// Whether the function's result may be a reference.
    pub(super) fn gives_reference(&self) -> bool {
        fn refers(ty: &TyKind) -> bool {
            match ty {
                TyKind::Pointer(_) | TyKind::Unknown | TyKind::Param(_) => true,
                TyKind::Library(_, args) | TyKind::Named(_, args) | TyKind::Tuple(args) => args.iter().any(|arg| refers(arg)),
                _ => false,
            }
        }
        self.types.result(self.trace.function).is_some_and(|ty| refers(&ty))
    }
}

/// An access that gives the entry's value, if there is one.
pub(super) fn gives_value(effect: Effect) -> bool {
    matches!(effect, Effect::Get | Effect::Update)
}
