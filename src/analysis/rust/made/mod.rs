//! Maps that each pass of a loop makes, fills and drops: made once before the loop and cleared in each
//! pass, they keep their memory.
//!
//! Only what can be moved out of the loop is meant: the map is never given away in it, and what is put
//! in lives longer than a pass, or holds no reference at all.

mod outlives;

use super::place::{self, Place};
use super::region::{in_test, package};
use super::text::render;
use super::trace::{Access, Trace};
use super::types::Types;
use crate::analysis::cost::{Passes, Remade};
use crate::analysis::tree::{Tree, literal_passes};
use crate::diagnostic::Confidence;
use crate::facts::{ClosureKind, Effect, Function, LocalId, Node, NodeId, Pattern, PatternId, TypeModelKind};
use crate::source::{FileId, Language, Location};
use rayon::prelude::*;

/// Expressions and types are taken apart this deep.
const DEPTH: usize = 24;

/// The maps of all functions that a loop makes anew, in source order.
pub(super) fn remade(types: &Types<'_>, traces: &[Trace]) -> Vec<Remade> {
    let mut found: Vec<Remade> = traces
        .par_iter()
        .filter(|trace| trace.local_types.iter().any(|ty| keeps_memory(types.kind(ty))))
        .flat_map_iter(|trace| {
            let (file, function) = types.symbols.function(types.program, trace.function);
            let tree = Tree::new(&function.body);
            let finder = Finder { types, trace, file, function, tree };
            finder.all()
        })
        .collect();
    found.sort_by_key(|one| one.made);
    found
}

/// Maps whose `clear` keeps their memory.
fn keeps_memory(kind: TypeModelKind) -> bool {
    matches!(kind, TypeModelKind::HashMap | TypeModelKind::ShardedMap)
}

struct Finder<'a, 'p> {
    types: &'a Types<'p>,
    trace: &'a Trace,
    file: FileId,
    function: &'p Function,
    tree: Tree<'p>,
}

/// A loop: the node, what it runs over and what it binds, or what it asks, and its body.
struct Pass {
    node: NodeId,
    over: Option<NodeId>,
    pattern: Option<PatternId>,
    /// Asked before each pass.
    condition: Option<NodeId>,
    inside: NodeId,
}

impl Finder<'_, '_> {
    fn all(&self) -> Vec<Remade> {
        let body = self.tree.body;
        let passes = (0..body.nodes.len()).map(NodeId::new).filter_map(|node| match body.node(node) {
            Node::For { pattern, over, body: inside, .. } => {
                Some(Pass { node, over: Some(over), pattern: Some(pattern), condition: None, inside })
            }
            Node::Loop { condition, body: inside, .. } => Some(Pass { node, over: None, pattern: None, condition, inside }),
            _ => None,
        });
        passes.flat_map(|pass| self.made_in(&pass)).collect()
    }

    fn made_in(&self, pass: &Pass) -> Vec<Remade> {
        let body = self.tree.body;
        let Node::Block { body: statements, .. } = body.node(self.tree.bare(pass.inside)) else { return Vec::new() };
        let statements = body.list(statements);
        let ends = statements.last().is_some_and(|last| matches!(body.node(self.tree.bare(*last)), Node::Return(_) | Node::Break { .. }));
        let selects = self.tree.inside(pass.inside).iter().any(|node| matches!(body.node(*node), Node::Select { .. }));
        if ends || selects {
            return Vec::new();
        }
        statements.iter().filter_map(|statement| self.made_by(*statement, pass)).collect()
    }

    fn made_by(&self, statement: NodeId, pass: &Pass) -> Option<Remade> {
        let body = self.tree.body;
        let Node::Let { pattern, value: Some(made), otherwise: None, .. } = body.node(statement) else { return None };
        let Pattern::Bind { local, sub: None, by_ref: false } = body.pattern(pattern) else { return None };
        let ty = self.trace.local_types.get(local.index()).filter(|ty| keeps_memory(self.types.kind(ty)))?;
        if !self.is_empty(made) || self.trace.local_places[local.index()].is_some() {
            return None;
        }
        let fill = self.fill(*local, pass)?;
        if !self.stays(*local, pass) || !self.outlives(*local, ty, pass) {
            return None;
        }
        Some(Remade {
            language: Language::Rust,
            map: place::map_ref(self.types, self.file, self.function, &Place::local(*local), ty),
            made: self.location(made),
            made_text: render(body, made),
            pass: self.location(pass.node),
            over: pass.over.map_or_else(String::new, |over| render(body, over)),
            passes: self.passes(pass),
            count: pass.over.and_then(|over| literal_passes(body, over)),
            fill: self.location(fill),
            function: place::function_name(self.types, self.file, self.function),
            in_test: in_test(self.types, self.file, self.function),
            confidence: Confidence::Likely,
            package: package(self.types, self.file),
        })
    }

    /// What says how many passes a loop has.
    fn passes(&self, pass: &Pass) -> Passes {
        let body = self.tree.body;
        let Some(over) = pass.over else {
            let asked = pass.condition.into_iter().chain(self.bound_first(pass));
            return if asked.into_iter().any(|node| self.takes_next(node)) { Passes::Awaited } else { Passes::Items };
        };
        if literal_passes(body, over).is_some() {
            return Passes::Literal;
        }
        if matches!(body.node(self.tree.bare(over)), Node::Composite { .. }) {
            return Passes::Counted;
        }
        let named = |node: &NodeId| match body.node(*node) {
            Node::Local(local) => is_data(&body.local(local).name),
            Node::Field { name, .. } => is_data(&name),
            Node::Path(path) => body.path(path).last().is_some_and(|last| is_data(last)),
            _ => false,
        };
        let bound = body
            .locals
            .iter()
            .enumerate()
            .filter(|(index, _)| pass.pattern.is_some_and(|pattern| self.binds(pattern, LocalId::new(*index), 0)));
        let by_item = bound.into_iter().any(|(_, local)| is_data(&local.name));
        if by_item || self.tree.inside(over).iter().any(named) { Passes::Rows } else { Passes::Items }
    }

    /// What the statements of a loop's body bind.
    fn bound_first(&self, pass: &Pass) -> Vec<NodeId> {
        let body = self.tree.body;
        let Node::Block { body: statements, .. } = body.node(self.tree.bare(pass.inside)) else { return Vec::new() };
        let value = |statement: &NodeId| match body.node(*statement) {
            Node::Let { value, .. } => value,
            _ => None,
        };
        body.list(statements).iter().filter_map(value).collect()
    }

    /// Whether an expression takes the next one of something.
    fn takes_next(&self, expression: NodeId) -> bool {
        const TAKES: [&str; 8] = ["recv", "try_recv", "blocking_recv", "next", "try_next", "pop", "read", "accept"];
        let body = self.tree.body;
        self.tree.inside(expression).into_iter().any(|node| match body.node(node) {
            Node::Call { callee, .. } => {
                matches!(body.node(callee), Node::Field { name, .. } if TAKES.iter().any(|takes| name.starts_with(takes)))
            }
            _ => false,
        })
    }

    /// Whether a value is made by a constructor of an empty map.
    fn is_empty(&self, made: NodeId) -> bool {
        let body = self.tree.body;
        let Node::Call { callee, .. } = body.node(self.tree.bare(made)) else { return false };
        let Node::Path(path) = body.node(callee) else { return false };
        let name = body.path(path).last().map(|last| last.as_str());
        matches!(name, Some("new" | "default" | "with_hasher" | "with_capacity" | "with_capacity_and_hasher"))
    }

    /// Where the map is filled in every pass, but for inner loops that run over nothing.
    fn fill(&self, local: LocalId, pass: &Pass) -> Option<NodeId> {
        let body = self.tree.body;
        let inserts = self.accesses(local).filter(|access| puts_in(access.effect)).map(|access| access.node);
        let lent = self.mentions(local, pass).into_iter().filter_map(|mention| {
            let borrowed =
                self.tree.around(mention).nth(1).filter(|node| matches!(body.node(*node), Node::AddressOf { mutable: true, .. }))?;
            self.tree.around(borrowed).nth(1).filter(|call| matches!(body.node(*call), Node::Call { .. }))
        });
        inserts.chain(lent).filter(|node| self.is_always(*node, pass)).min_by_key(|node| body.span(*node).start)
    }

    /// Whether each pass comes to a node, inner loops and what is asked of a condition included.
    fn is_always(&self, node: NodeId, pass: &Pass) -> bool {
        let body = self.tree.body;
        let mut inner = node;
        for outer in self.tree.around(node).skip(1) {
            if outer == pass.node {
                return inner == pass.inside;
            }
            let always = match body.node(outer) {
                Node::If { cond, .. } => inner == cond,
                Node::Match { scrutinee, .. } => scrutinee == Some(inner),
                Node::ShortCircuit { left, .. } => inner == left,
                Node::Let { otherwise, .. } => otherwise != Some(inner),
                Node::Closure(_) => self.is_for_each(outer),
                _ => true,
            };
            if !always {
                return false;
            }
            inner = outer;
        }
        false
    }

    fn is_for_each(&self, closure: NodeId) -> bool {
        let body = self.tree.body;
        let call = self.tree.around(closure).nth(1).map(|call| body.node(call));
        let Some(Node::Call { callee, .. }) = call else { return false };
        matches!(body.node(callee), Node::Field { name, .. } if name.as_str() == "for_each")
    }

    fn accesses(&self, local: LocalId) -> impl Iterator<Item = &Access> {
        let place = Place::local(local);
        self.trace.accesses.iter().filter(move |access| access.place.as_ref() == Some(&place))
    }

    fn mentions(&self, local: LocalId, pass: &Pass) -> Vec<NodeId> {
        let nodes = self.tree.inside(pass.inside).into_iter();
        nodes.filter(|node| self.tree.body.node(*node) == Node::Local(local)).collect()
    }

    /// Whether the map is only used by reference, and by nothing that may run after the pass.
    fn stays(&self, local: LocalId, pass: &Pass) -> bool {
        self.mentions(local, pass).into_iter().all(|mention| self.is_lent(mention, local) && !self.is_captured(mention, pass))
    }

    fn is_lent(&self, mention: NodeId, local: LocalId) -> bool {
        let body = self.tree.body;
        let mut around = self.tree.around(mention).skip(1);
        let (Some(parent), Some(outer)) = (around.next(), around.next()) else { return false };
        match body.node(parent) {
            Node::AddressOf { .. } => matches!(body.node(outer), Node::Call { .. } | Node::For { .. } | Node::Terminate(_)),
            Node::Index { base, .. } => base == mention,
            Node::Field { base, name } if base == mention => {
                let called = matches!(body.node(outer), Node::Call { callee, .. } if callee == parent);
                let known = self.types.method(&self.trace.local_types[local.index()], name).is_some();
                called && known && !name.starts_with("into")
            }
            _ => false,
        }
    }

    /// Whether a mention stands in a function literal that takes what it uses along.
    fn is_captured(&self, mention: NodeId, pass: &Pass) -> bool {
        let body = self.tree.body;
        let around = self.tree.around(mention).take_while(|node| *node != pass.node);
        around.into_iter().any(|node| match body.node(node) {
            Node::Closure(id) => {
                let closure = body.closure(id);
                closure.moves || closure.kind != ClosureKind::Function
            }
            _ => false,
        })
    }

    fn location(&self, node: NodeId) -> Location {
        Location { file: self.file, span: self.tree.body.span(node) }
    }
}

fn puts_in(effect: Effect) -> bool {
    matches!(effect, Effect::Insert | Effect::GetOrInsert | Effect::Extend)
}

/// A name of data that comes in large numbers, one or many of it.
fn is_data(name: &str) -> bool {
    const DATA: &[&str] = &[
        "row",
        "record",
        "event",
        "message",
        "msg",
        "batch",
        "line",
        "packet",
        "request",
        "transaction",
        "tx",
        "txn",
        "block",
        "document",
        "doc",
        "point",
        "sample",
        "log",
        "span",
        "trace",
        "frame",
        "page",
        "chunk",
        "sentence",
        "word",
        "candidate",
        "trial",
    ];
    let last = name.rsplit('_').next().unwrap_or(name);
    let one = last.strip_suffix("es").filter(|one| DATA.contains(one)).or_else(|| last.strip_suffix('s')).unwrap_or(last);
    DATA.contains(&one) || DATA.contains(&last)
}
