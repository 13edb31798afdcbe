//! The same key looked up in each pass of a loop, in a map that does not change there.

use super::super::names::{Item, Space};
use super::super::text::{key, render};
use super::written::{Base, Written, written};
use super::{DEPTH, Finder, Site, is_steady};
use crate::analysis::cost::{Lookup, Repeat};
use crate::analysis::tree::literal_passes;
use crate::analysis::ty::TyKind;
use crate::diagnostic::{Confidence, MapRef};
use crate::facts::{Effect, Literal, LocalId, Name, Node, NodeId, Pattern, TypeExpr, TypeModelKind, VarKind};
use crate::source::Language;

/// A loop with so few passes, as it is written, is not worth a line before it.
const FEW: u64 = 8;

impl Finder<'_, '_> {
    /// A question of a plain map whose map and key are the same in each pass of the loop around it.
    pub(super) fn looped(&self, site: &Site<'_>) -> Option<Lookup> {
        if !matches!(site.access.effect, Effect::Get | Effect::Contains) || site.access.kind == TypeModelKind::ShardedMap {
            return None;
        }
        let pass = self.pass(site.access.node)?;
        if !self.is_same_key(site.key_node, pass) || !self.is_same_map(&site.map, pass) {
            return None;
        }
        Some(self.finding(site, Repeat::Looped, pass))
    }

    /// The innermost loop around a node that comes to it in each pass, and goes on: what it may depend on is the
    /// same in each.
    fn pass(&self, node: NodeId) -> Option<NodeId> {
        let body = self.tree.body;
        let mut conditions = Vec::new();
        let mut inner = node;
        for outer in self.tree.around(node).skip(1) {
            match body.node(outer) {
                Node::Closure(_) | Node::Return(_) | Node::Break { .. } | Node::Select { .. } => return None,
                Node::Match { scrutinee, .. } if scrutinee != Some(inner) => return None,
                Node::For { over, pattern, .. } if inner != over => {
                    let fixed = conditions.iter().all(|condition| self.is_fixed(*condition, outer, 0));
                    // Tries are counted that way, and the first mostly does.
                    let tries = matches!(body.pattern(pattern), Pattern::Wild) && self.skips(outer);
                    return (fixed && !tries && !self.is_short(over)).then_some(outer);
                }
                Node::Loop { .. } => {
                    return conditions.iter().all(|condition| self.is_fixed(*condition, outer, 0)).then_some(outer);
                }
                Node::If { cond, .. } if inner != cond => conditions.push(cond),
                Node::ShortCircuit { left, right, .. } if inner == right => conditions.push(left),
                Node::Block { body: statements, .. } => {
                    let statements = body.list(statements);
                    let last = statements.last().map(|last| self.tree.bare(*last));
                    let ends = last.is_some_and(|last| matches!(body.node(last), Node::Return(_) | Node::Break { .. }));
                    let skips = statements.iter().take_while(|statement| **statement != inner).any(|statement| self.skips(*statement));
                    if ends || skips {
                        return None;
                    }
                }
                _ => {}
            }
            inner = outer;
        }
        None
    }

    /// Whether a statement may leave a pass before its end.
    fn skips(&self, statement: NodeId) -> bool {
        let jumps = |node: &NodeId| matches!(self.tree.body.node(*node), Node::Continue(_) | Node::Break { .. } | Node::Return(_));
        self.tree.inside(statement).iter().any(jumps)
    }

    /// Whether a loop has few passes, as it is written: `0..3`, `[a, b]`.
    fn is_short(&self, over: NodeId) -> bool {
        match self.tree.body.node(self.tree.bare(over)) {
            Node::Tuple(parts) => u64::from(parts.len) <= FEW,
            Node::AddressOf { operand, .. } => self.is_short(operand),
            Node::Call { callee, .. } => match self.tree.body.node(callee) {
                Node::Field { base, .. } => self.is_short(base),
                _ => false,
            },
            _ => literal_passes(self.tree.body, over).is_some_and(|passes| passes <= FEW),
        }
    }

    /// Whether a key is the same in each pass: made of literals, constants, and locals from before the
    /// loop that nothing in it can change.
    fn is_same_key(&self, node: NodeId, pass: NodeId) -> bool {
        self.is_fixed(node, pass, 0)
    }

    fn is_fixed(&self, node: NodeId, pass: NodeId, depth: usize) -> bool {
        if depth > DEPTH {
            return false;
        }
        let body = self.tree.body;
        match body.node(node) {
            Node::Literal(_) => true,
            Node::Path(path) => body.path(path).last().is_some_and(|last| is_constant(last)),
            Node::AddressOf { operand: inner, mutable: false } | Node::Deref(inner) | Node::Terminate(inner) => {
                self.is_fixed(inner, pass, depth + 1)
            }
            Node::Tuple(parts) => body.list(parts).iter().all(|part| self.is_fixed(*part, pass, depth + 1)),
            Node::Local(local) => self.is_fixed_local(local, pass),
            Node::Field { .. } => written(body, node).is_some_and(|place| {
                let changed = |mention: &NodeId| self.places.is_changed(*mention);
                let outside = !self.places.is_declared_in(&place, pass) && !self.places.mentions(pass, &place).iter().any(changed);
                outside && self.places.is_read_only(&place)
            }),
            Node::Not(inner) => self.is_fixed(inner, pass, depth + 1),
            Node::Call { callee, args, .. } if args.len == 0 => match body.node(callee) {
                Node::Field { base, .. } if key(body, node) == key(body, base) => self.is_fixed(base, pass, depth + 1),
                _ => false,
            },
            _ => false,
        }
    }

    /// A local from before the loop whose value is copied or borrowed, and that the loop does not set.
    fn is_fixed_local(&self, local: LocalId, pass: NodeId) -> bool {
        let Some(ty) = self.trace.local_types.get(local.index()).filter(|ty| !self.may_change_through(ty, local)) else { return false };
        let whole = Written { root: Base::Local(local), fields: Vec::new(), at: pass };
        let changed = |mention: &NodeId| self.places.is_changed(*mention);
        self.places.is_copy(ty) && !self.places.is_declared_in(&whole, pass) && !self.places.mentions(pass, &whole).iter().any(changed)
    }

    /// Whether a local may be a `&mut`.
    fn may_change_through(&self, ty: &TyKind, local: LocalId) -> bool {
        let written = self.tree.body.local(local).ty.and_then(|ty| self.types.program.file(self.file).type_exprs.get(ty.index()));
        matches!(ty, TyKind::Pointer(_)) && !matches!(written, Some(TypeExpr::Pointer { mutable: false, .. }))
    }

    /// Whether the map is from before the loop, and nothing in it changes it.
    fn is_same_map(&self, map: &Written, pass: NodeId) -> bool {
        if self.places.is_declared_in(map, pass) {
            return false;
        }
        let mentions = self.places.mentions(pass, map);
        match &map.root {
            Base::Path(path) => self.is_fixed_static(path),
            Base::Local(_) if self.places.is_read_only(map) => !mentions.iter().any(|mention| self.places.is_changed(*mention)),
            Base::Local(_) => {
                let reads = |mention: &NodeId| {
                    let read = |site: &Site<'_>| site.map.at == *mention && matches!(site.access.effect, Effect::Get | Effect::Contains);
                    self.sites.iter().any(read)
                };
                mentions.iter().all(reads)
            }
        }
    }

    fn is_fixed_static(&self, path: &[Name]) -> bool {
        match self.types.names.resolve(self.file, self.function.scope, path, Space::Value) {
            Some(Item::Var(var)) => self.types.symbols.var(self.types.program, var).1.kind == VarKind::Static,
            _ => false,
        }
    }

    /// Statics of other crates, of which no type is known: what is indexed by a text is a lookup by key,
    /// and a static that can only be read gives the same for the same key.
    pub(super) fn looped_statics(&self) -> Vec<Lookup> {
        let body = self.tree.body;
        let nodes = (0..body.nodes.len()).map(NodeId::new);
        let found = nodes.filter_map(|node| {
            let Node::Index { base, index } = body.node(node) else { return None };
            let Node::Literal(Literal::Text(_)) = body.node(index) else { return None };
            let Written { root: Base::Path(path), fields, .. } = written(body, base)? else { return None };
            let name = path.last().filter(|last| fields.is_empty() && is_constant(last))?;
            let resolved = self.types.names.resolve(self.file, self.function.scope, &path, Space::Value);
            let Some(Item::Extern(_)) = resolved else { return None };
            let pass = self.pass(node).filter(|_| is_steady(self.tree, index))?;
            let map = MapRef { name: name.to_string(), owner: String::new(), ty: String::new(), declaration: None };
            Some(Lookup {
                language: Language::Rust,
                map,
                map_text: render(body, base),
                at: self.location(node),
                at_text: render(body, node),
                first: self.location(pass),
                first_text: String::new(),
                repeat: Repeat::Looped,
                key: render(body, index),
                standard: false,
                drafts: Vec::new(),
                function: super::place::function_name(self.types, self.file, self.function),
                in_test: super::in_test(self.types, self.file, self.function),
                confidence: Confidence::Likely,
                package: super::package(self.types, self.file),
            })
        });
        found.collect()
    }
}

/// A name that is written as constants and statics are.
fn is_constant(name: &str) -> bool {
    name.len() > 1 && name.chars().all(|letter| letter.is_ascii_uppercase() || letter.is_ascii_digit() || letter == '_')
}
