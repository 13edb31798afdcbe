//! Second questions whose answer is known from a first one, and entries that are removed where they
//! were found to be empty.

use super::inserted::gives_value;
use super::{DEPTH, Finder, Site};
use crate::analysis::cost::{Lookup, Repeat};
use crate::facts::{Effect, LocalId, Node, NodeId, Pattern, PatternId, TypeModelKind};

impl Finder<'_, '_> {
    /// A question that an earlier one of the same key has answered, with nothing between that changes the
    /// map.
    pub(super) fn answered(&self, second: &Site<'_>) -> Option<Lookup> {
        let mut earlier: Vec<&Site<'_>> = self.sites.iter().filter(|first| self.is_earlier(first, second)).collect();
        earlier.sort_by_key(|first| std::cmp::Reverse(self.start(first.access.node)));
        let first = earlier.into_iter().find(|first| gives_value(first.access.effect) || first.access.effect == Effect::Contains)?;
        let fits = match (first.access.effect, second.access.effect) {
            (Effect::Get | Effect::Update, Effect::Contains) => self.is_sure(first.access.node, self.meeting(first, second)?),
            (Effect::Contains, Effect::Get | Effect::Update) => self.is_present(first, second) && !self.gives_reference(),
            (Effect::Contains, Effect::Remove) => self.is_present(first, second) && self.removes_for_certain(first, second),
            _ => false,
        };
        let plain = first.access.kind != TypeModelKind::ShardedMap;
        if fits && plain && self.is_quiet(first, second) { self.lookup(first, second, Repeat::Answered) } else { None }
    }

    fn is_earlier(&self, first: &Site<'_>, second: &Site<'_>) -> bool {
        self.same(first, second) && self.end(first.access.node) <= self.start(second.access.node)
    }

    /// The innermost node around two accesses; `None` where a loop or function literal is between it and one
    /// of them.
    fn meeting(&self, first: &Site<'_>, second: &Site<'_>) -> Option<NodeId> {
        let around: Vec<NodeId> = self.tree.around(first.access.node).collect();
        let meeting = self.tree.around(second.access.node).find(|node| around.contains(node))?;
        let bounded = |node: NodeId| {
            let between = self.tree.around(node).take_while(|outer| *outer != meeting);
            between.into_iter().any(|outer| matches!(self.tree.body.node(outer), Node::For { .. } | Node::Loop { .. } | Node::Closure(_)))
        };
        (!bounded(first.access.node) && !bounded(second.access.node)).then_some(meeting)
    }

    /// Whether a node is evaluated whenever the part of `outer` that it stands in is.
    fn is_sure(&self, node: NodeId, outer: NodeId) -> bool {
        let body = self.tree.body;
        let mut inner = node;
        for parent in self.tree.around(node).skip(1) {
            let sure = match body.node(parent) {
                Node::If { cond, .. } => inner == cond,
                Node::Match { scrutinee, .. } => scrutinee == Some(inner),
                Node::ShortCircuit { left, .. } => inner == left,
                Node::Let { otherwise, .. } => otherwise != Some(inner),
                Node::For { .. } | Node::Loop { .. } | Node::Closure(_) | Node::Select { .. } => parent == outer,
                _ => true,
            };
            if !sure {
                return false;
            }
            if parent == outer {
                return true;
            }
            inner = parent;
        }
        node == outer
    }

    /// Whether a second access runs only where `contains` said yes.
    fn is_present(&self, contains: &Site<'_>, second: &Site<'_>) -> bool {
        let Some(meeting) = self.meeting(contains, second) else { return false };
        let body = self.tree.body;
        let (asked, used) = (contains.access.node, second.access.node);
        match body.node(meeting) {
            Node::If { cond, then, otherwise, .. } => match self.answer(asked, cond) {
                Some(true) => self.tree.within(used, then),
                Some(false) => otherwise.is_some_and(|otherwise| self.tree.within(used, otherwise)),
                None => false,
            },
            Node::ShortCircuit { left, right, and } => self.answer(asked, left) == Some(and) && self.tree.within(used, right),
            Node::Block { body: statements, .. } => {
                let statement = body.list(statements).iter().find(|statement| self.tree.within(asked, **statement));
                let Some(statement) = statement.map(|statement| self.tree.bare(*statement)) else { return false };
                match body.node(statement) {
                    Node::If { cond, then, otherwise: None, .. } => {
                        self.tree.within(asked, cond) && self.answer(asked, cond) == Some(false) && self.tree.diverges(then)
                    }
                    _ => false,
                }
            }
            _ => false,
        }
    }

    /// Whether a condition that is exactly a question, or its opposite, holds where the key is there; a part of
    /// a conjunction holds with the whole.
    fn answer(&self, asked: NodeId, cond: NodeId) -> Option<bool> {
        let cond = self.tree.bare(cond);
        if cond == asked {
            return Some(true);
        }
        match self.tree.body.node(cond) {
            Node::Not(inner) => self.answer(asked, inner).filter(|_| self.tree.bare(inner) == asked).map(|present| !present),
            Node::ShortCircuit { left, right, and: true } => {
                let part = if self.tree.within(asked, left) { left } else { right };
                self.answer(asked, part).filter(|present| *present)
            }
            _ => None,
        }
    }

    /// Whether a removal is done in any case once the key was found, and nothing leaves before.
    fn removes_for_certain(&self, first: &Site<'_>, second: &Site<'_>) -> bool {
        let Some(meeting) = self.meeting(first, second) else { return false };
        let branch = self.tree.around(second.access.node).take_while(|node| *node != meeting).last();
        let sure = branch.is_some_and(|branch| self.is_sure(second.access.node, branch));
        let leaves = |node: &NodeId| leaves(self.tree.body.node(*node)) && !self.is_way_out(*node, first, meeting);
        sure && self.is_alone(first) && !self.between(first, second, meeting).iter().any(leaves)
    }

    /// Whether a question is all of a condition, or its opposite.
    fn is_alone(&self, asked: &Site<'_>) -> bool {
        let body = self.tree.body;
        let outer = self.tree.around(asked.access.node).skip(1).find(|node| !matches!(body.node(*node), Node::Not(_) | Node::Terminate(_)));
        outer.is_some_and(|outer| matches!(body.node(outer), Node::If { .. }))
    }

    /// Whether a node is in the branch that leaves where the first question found nothing.
    fn is_way_out(&self, node: NodeId, first: &Site<'_>, meeting: NodeId) -> bool {
        let around = self.tree.around(first.access.node).take_while(|outer| *outer != meeting);
        around.into_iter().any(|outer| match self.tree.body.node(outer) {
            Node::If { then, .. } => self.tree.within(node, then),
            _ => false,
        })
    }

    /// The nodes that stand between two accesses, but for branches of the meeting point that the second is not
    /// in.
    fn between(&self, first: &Site<'_>, second: &Site<'_>, meeting: NodeId) -> Vec<NodeId> {
        let body = self.tree.body;
        let (from, to) = (self.end(first.access.node), self.start(second.access.node));
        let other = |branch: &NodeId| !self.tree.within(second.access.node, *branch);
        let skipped: Vec<NodeId> = match body.node(meeting) {
            Node::If { then, otherwise, .. } => [then].into_iter().chain(otherwise).filter(other).collect(),
            Node::Match { arms, .. } => body.arms(arms).iter().map(|arm| arm.body).filter(other).collect(),
            _ => Vec::new(),
        };
        let inside = self.tree.inside(meeting).into_iter().filter(|node| self.start(*node) >= from && self.end(*node) <= to);
        inside.filter(|node| !skipped.iter().any(|branch| self.tree.within(*node, *branch))).collect()
    }

    /// Whether nothing between two accesses uses the map, but to read it, or changes the key.
    fn is_quiet(&self, first: &Site<'_>, second: &Site<'_>) -> bool {
        let Some(meeting) = self.meeting(first, second) else { return false };
        let between = self.between(first, second, meeting);
        let read_only = self.places.is_read_only(&first.map);
        let reads: Vec<NodeId> = self
            .sites
            .iter()
            .filter(|site| matches!(site.access.effect, Effect::Get | Effect::Contains))
            .map(|site| site.map.at)
            .chain([first.map.at, second.map.at])
            .collect();
        let strict =
            second.access.effect == Effect::Update || second.access.effect == Effect::Remove || first.access.effect == Effect::Update;
        let used = self.places.mentions(meeting, &first.map).into_iter().filter(|mention| between.contains(mention));
        let disturbed = |mention: NodeId| {
            let reads = !strict && reads.contains(&mention);
            !(reads || mention == first.map.at || mention == second.map.at) && (!read_only || self.places.is_changed(mention))
        };
        let awaited = between.iter().any(|node| matches!(self.tree.body.node(*node), Node::Await(_)));
        let copied = self.is_copied_behind(first);
        let key_changed = between.iter().any(|node| self.may_change_key(*node, &first.key_locals, copied));
        !awaited && !key_changed && !used.into_iter().any(disturbed)
    }

    /// `get_mut`, and `remove` of the same key where what was found is empty then.
    pub(super) fn emptied(&self, remove: &Site<'_>) -> Option<Lookup> {
        let body = self.tree.body;
        let mut updates: Vec<&Site<'_>> =
            self.sites.iter().filter(|first| first.access.effect == Effect::Update && self.is_earlier(first, remove)).collect();
        updates.sort_by_key(|first| self.start(first.access.node));
        let update = updates.pop()?;
        let meeting = self.meeting(update, remove)?;
        let found = self.names_of(update);
        let decides = |node: NodeId| match body.node(node) {
            Node::If { cond, then, .. } => self.tree.within(remove.access.node, then) && self.says_empty(cond, &found, 0),
            _ => false,
        };
        let decided = self.tree.around(remove.access.node).take_while(|node| *node != meeting).chain([meeting]).any(decides);
        let between = self.between(update, remove, meeting);
        let mentions = self.places.mentions(meeting, &update.map);
        let used = mentions.iter().any(|mention| between.contains(mention) && ![update.map.at, remove.map.at].contains(mention));
        let awaited = between.iter().any(|node| matches!(body.node(*node), Node::Await(_)));
        let plain = update.access.kind != TypeModelKind::ShardedMap;
        if decided && plain && !used && !awaited && self.is_copied_behind(update) {
            self.lookup(update, remove, Repeat::Emptied)
        } else {
            None
        }
    }

    /// The locals that a lookup's value is bound to.
    fn names_of(&self, update: &Site<'_>) -> Vec<LocalId> {
        let body = self.tree.body;
        let mut found = Vec::new();
        for node in self.tree.around(update.access.node).skip(1) {
            match body.node(node) {
                Node::Is { pattern, .. } | Node::Let { pattern, .. } => {
                    self.bound(pattern, &mut found, 0);
                    break;
                }
                Node::Match { arms, .. } => {
                    body.arms(arms).iter().for_each(|arm| self.bound(arm.pattern, &mut found, 0));
                    break;
                }
                Node::Block { .. } | Node::If { .. } => break,
                _ => {}
            }
        }
        found
    }

    fn bound(&self, pattern: PatternId, found: &mut Vec<LocalId>, depth: usize) {
        if depth > DEPTH {
            return;
        }
        match self.tree.body.pattern(pattern) {
            Pattern::Bind { local, .. } => found.push(*local),
            Pattern::Tuple(parts) | Pattern::Or(parts) => parts.iter().for_each(|part| self.bound(*part, found, depth + 1)),
            Pattern::Variant { fields, .. } => fields.iter().for_each(|(_, part)| self.bound(*part, found, depth + 1)),
            Pattern::Reference(inner) => self.bound(*inner, found, depth + 1),
            Pattern::Wild | Pattern::Value(_) | Pattern::Assign(_) | Pattern::Type { .. } => {}
        }
    }

    /// Whether an expression asks if one of the locals is empty, itself or through a local that it was bound to.
    fn says_empty(&self, expression: NodeId, of: &[LocalId], depth: usize) -> bool {
        let body = self.tree.body;
        let is_of = |node: NodeId| {
            super::written(body, node).is_some_and(|written| match written.root {
                super::written::Base::Local(local) => of.contains(&local),
                super::written::Base::Path(_) => false,
            })
        };
        self.tree.inside(expression).into_iter().any(|node| match body.node(node) {
            Node::Call { callee, .. } => {
                matches!(body.node(callee), Node::Field { base, name } if matches!(name.as_str(), "is_empty" | "len") && is_of(base))
            }
            Node::Local(local) if depth == 0 => self.tree.first_value(local).is_some_and(|value| self.says_empty(value, of, depth + 1)),
            _ => false,
        })
    }
}

fn leaves(node: Node) -> bool {
    matches!(node, Node::Return(_) | Node::Break { .. } | Node::Continue(_) | Node::Try(_))
}
