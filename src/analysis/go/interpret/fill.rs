//! Maps that are made empty and filled by the loop that comes next: how often is known where they are made.

use super::Interpreter;
use super::state::State;
use crate::analysis::go::effects::Fill;
use crate::analysis::go::place::{Slot, SlotBase};
use crate::analysis::ty::{Ty, TyKind};
use crate::facts::{CompareOp, List, Literal, LocalId, Name, Node, NodeId, Pattern, PatternId};

/// A map that was made empty, and nothing done with it so far.
#[derive(Clone, Debug)]
pub(super) struct Filling {
    made: NodeId,
    /// The map, or what has it in `field`.
    local: LocalId,
    field: Option<Name>,
    /// The local is made together with the map: what it has, is not known before.
    together: bool,
    slot: Slot,
    ty: Ty,
    /// How many locks were held then.
    held: usize,
}

impl Interpreter<'_> {
    /// `m := make(map[K]V)`, `t := &T{m: make(map[K]V)}` with no size: candidates for one.
    pub(super) fn start_fill(&mut self, pattern: PatternId, made: NodeId, state: &State) {
        let (Pattern::Bind { local, .. }, false) = (self.body.pattern(pattern), state.unreachable) else { return };
        let local = *local;
        self.filling.retain(|fill| fill.local != local);
        if let Some(ty) = self.made_empty(made) {
            let slot = Slot::new(SlotBase::Local(self.id, local));
            self.watch(Filling { made, local, field: None, together: true, slot, ty, held: state.held.len() });
            return;
        }
        let literal = if let Node::AddressOf { operand, .. } = self.body.node(made) { operand } else { made };
        let Node::Composite { ty, elements } = self.body.node(literal) else { return };
        let owner = self.names().resolve(self.region(), ty);
        let TyKind::Named(owner, _) = &*self.names().deref(&owner) else { return };
        for element in self.body.list(elements) {
            if let Node::NamedElement { name, value } = self.body.node(*element)
                && let Some(ty) = self.made_empty(value)
            {
                let slot = Slot::new(SlotBase::Field(*owner, name));
                self.watch(Filling { made: value, local, field: Some(name), together: true, slot, ty, held: state.held.len() });
            }
        }
    }

    /// `m = make(map[K]V)`, `t.m = make(map[K]V)`: the same.
    pub(super) fn start_refill(&mut self, target: NodeId, made: NodeId, state: &mut State) {
        let (local, field) = match self.body.node(target) {
            Node::Local(local) => (local, None),
            Node::Field { base, name } => match self.body.node(base) {
                Node::Local(local) => (local, Some(name)),
                _ => return,
            },
            _ => return,
        };
        self.filling.retain(|fill| fill.local != local || fill.field != field);
        let Some(ty) = self.made_empty(made).filter(|_| !state.unreachable) else { return };
        let slot = match field {
            None => Some(Slot::new(SlotBase::Local(self.id, local))),
            // What a copy of a struct was given is at no place of the original's.
            Some(name) => self.eval_quiet(target, state).slot.or_else(|| self.select_field(&self.own_value(local), name).slot),
        };
        if let Some(slot) = slot {
            self.watch(Filling { made, local, field, together: false, slot, ty, held: state.held.len() });
        }
    }

    fn watch(&mut self, fill: Filling) {
        if !self.reassigned.contains(&fill.local) {
            self.filling.push(fill);
        }
    }

    /// The type of a map that is made here with no entry and no size.
    fn made_empty(&self, made: NodeId) -> Option<Ty> {
        let ty = match self.body.node(made) {
            Node::Make { ty, args } if args.len == 0 => ty,
            Node::Composite { ty, elements } if elements.len == 0 => ty,
            _ => return None,
        };
        let ty = self.names().resolve(self.region(), ty);
        self.is_map(&ty).then_some(ty)
    }

    /// The statement uses a map that was just made: if it is a loop that inserts once in each pass
    /// and whose number of passes was known then, so was the map's size.
    pub(super) fn watch_fill(&mut self, node: NodeId, state: &mut State) {
        for index in (0..self.filling.len()).rev() {
            // What the last one's loop runs over was looked at, and a function in it can have forgotten others.
            let Some((local, made)) = self.filling.get(index).map(|fill| (fill.local, fill.made)) else { continue };
            if !self.mentions(node, local) || self.body.span(node).contains(self.body.span(made)) {
                continue;
            }
            let fill = self.filling.swap_remove(index);
            let Some((over, body, counts_itself)) = self.passes(node, state) else { continue };
            let Node::Block { body: statements, .. } = self.body.node(body) else { continue };
            let Some(inserts_at) = self.unconditional_insert(statements, node, &fill) else { continue };
            // What has a length under its lock alone has none where the map is made.
            let local = matches!(self.body.node(over), Node::Local(_) | Node::Literal(_));
            if state.held.len() > fill.held && !local {
                continue;
            }
            let taken_from_itself = if fill.together { self.mentions(over, fill.local) } else { self.mentions_map(over, &fill) };
            if taken_from_itself || !self.is_known_before(over, fill.made) {
                continue;
            }
            let literal = match self.body.node(over) {
                Node::Literal(Literal::Int(count)) => u64::try_from(count).ok(),
                _ => match &*self.names().underlying(&self.eval_quiet(over, state).ty) {
                    TyKind::Array(_, len) => *len,
                    _ => None,
                },
            };
            let only_inserts = inserts_at == 0 && statements.len == 1;
            let Filling { made, slot, ty, .. } = fill;
            let plain = self.follows_no_pointer(over, state) || self.stands_next(made, node);
            self.out.fills.push(Fill { made, slot, ty, fill: node, over, literal, only_inserts, counts_itself, plain });
        }
    }

    /// What a loop counts, its body, and whether that is a number (else something with a length):
    /// `for range xs`, `for i := range n`, `for i := 0; i < n; i++`.
    fn passes(&mut self, node: NodeId, state: &mut State) -> Option<(NodeId, NodeId, bool)> {
        match self.body.node(node) {
            Node::For { over, body, .. } => {
                let value = self.eval_quiet(over, state);
                match &*self.names().underlying(&self.names().deref(&value.ty)) {
                    TyKind::Slice(_) | TyKind::Array(..) | TyKind::Map(..) => Some((over, body, false)),
                    TyKind::Basic(name) if name.starts_with("int") || name.starts_with("uint") => Some((over, body, true)),
                    _ => None,
                }
            }
            Node::Block { body, .. } => {
                let [first, second] = self.body.list(body) else { return None };
                let Node::Let { pattern, value: Some(start), .. } = self.body.node(*first) else { return None };
                let Pattern::Bind { local, .. } = self.body.pattern(pattern) else { return None };
                let Node::Loop { condition: Some(condition), step: Some(step), body, .. } = self.body.node(*second) else { return None };
                let Node::Compare { left, right, op: CompareOp::Order } = self.body.node(condition) else { return None };
                let counts = self.body.node(start) == Node::Literal(Literal::Int(0))
                    && self.body.node(left) == Node::Local(*local)
                    && matches!(self.body.node(step), Node::Update { target, .. } if self.body.node(target) == Node::Local(*local));
                counts.then_some((right, body, true))
            }
            _ => None,
        }
    }

    /// The expression is made of names, fields, literals and `len` alone, and its variable was
    /// there before the map was made.
    fn is_known_before(&self, node: NodeId, made: NodeId) -> bool {
        match self.body.node(node) {
            Node::Literal(_) => true,
            Node::Path(_) => self.package_name(node).is_none(),
            Node::Local(local) => self.body.local(local).span.end <= self.body.span(made).start,
            Node::Field { base, .. } => self.is_known_before(base, made),
            Node::Call { callee, args, .. } => match (self.builtin_name(callee), self.body.list(args)) {
                (Some(name), [of]) => name.as_str() == "len" && self.is_known_before(*of, made),
                _ => false,
            },
            _ => false,
        }
    }

    /// Whether the expression, of those that [`Self::is_known_before`] takes, can be evaluated whatever its variables hold.
    fn follows_no_pointer(&mut self, node: NodeId, state: &mut State) -> bool {
        match self.body.node(node) {
            Node::Field { base, .. } if self.package_name(base).is_none() => {
                let value = self.eval_quiet(base, state);
                let is_struct = matches!(&*self.names().underlying(&value.ty), TyKind::Struct(..));
                is_struct && self.follows_no_pointer(base, state)
            }
            Node::Call { args, .. } => self.body.list(args).to_vec().into_iter().all(|of| self.follows_no_pointer(of, state)),
            Node::Local(_) => {
                let value = self.eval_quiet(node, state);
                !matches!(&*self.names().underlying(&value.ty), TyKind::Pointer(_) | TyKind::Unknown)
            }
            _ => true,
        }
    }

    /// Whether nothing stands between the two.
    fn stands_next(&self, made: NodeId, then: NodeId) -> bool {
        let (from, to) = (self.body.span(made).end, self.body.span(then).start);
        !self.body.spans.iter().any(|span| from <= span.start && span.end <= to && span.start < span.end)
    }

    /// The position of the first statement that inserts into the map in every pass of the loop, nothing
    /// before it leaving the pass. Not one after which many passes have one entry in common, as far as the
    /// text shows that: it groups items, or keeps the different values of one of their fields.
    fn unconditional_insert(&self, statements: List, of_loop: NodeId, fill: &Filling) -> Option<usize> {
        for (at, node) in self.body.list(statements).iter().enumerate() {
            match self.body.node(*node) {
                Node::Assign { target, value } => {
                    if let Node::Index { base, index } = self.body.node(target)
                        && self.is_map_of(base, fill)
                    {
                        let repeats = self.mentions_map(value, fill) || self.is_mark(value) && !self.is_item(index, of_loop);
                        return (!repeats).then_some(at);
                    }
                }
                Node::Let { .. } | Node::Call { .. } | Node::Update { .. } => {}
                _ => return None,
            }
        }
        None
    }

    /// `true` or `struct{}{}`: all that counts is that the key is there.
    fn is_mark(&self, value: NodeId) -> bool {
        match self.body.node(value) {
            Node::Literal(Literal::Bool(_)) => true,
            Node::Composite { elements, .. } => elements.len == 0,
            _ => false,
        }
    }

    /// The key or the item itself that the loop gives in each pass, or the number that it counts.
    fn is_item(&self, key: NodeId, of_loop: NodeId) -> bool {
        let Node::Local(local) = self.body.node(key) else { return false };
        let body = match self.body.node(of_loop) {
            Node::For { body, .. } => body,
            _ => of_loop,
        };
        let span = self.body.local(local).span;
        self.body.span(of_loop).contains(span) && (body == of_loop || !self.body.span(body).contains(span))
    }

    fn is_map_of(&self, node: NodeId, fill: &Filling) -> bool {
        match (self.body.node(node), fill.field) {
            (Node::Local(local), None) => local == fill.local,
            (Node::Field { base, name }, Some(field)) => name == field && self.body.node(base) == Node::Local(fill.local),
            _ => false,
        }
    }

    /// Whether the map stands anywhere in the node's text.
    fn mentions_map(&self, node: NodeId, fill: &Filling) -> bool {
        let span = self.body.span(node);
        let named = |index: usize| self.is_map_of(NodeId::new(index), fill) && span.contains(self.body.spans[index]);
        self.mentions(node, fill.local) && (0..self.body.nodes.len()).any(named)
    }

    /// Whether the local's name stands anywhere in the node's text.
    pub(super) fn mentions(&self, node: NodeId, local: LocalId) -> bool {
        let span = self.body.span(node);
        let uses = self.local_uses(local);
        uses.iter().any(|used| span.contains(*used))
    }
}
