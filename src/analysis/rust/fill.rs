//! Maps made empty and then filled once for each item of something whose length is known: they
//! could have been made with that size.
//!
//! Only the certain form counts: the loop is the first use of the map, its body inserts at its top
//! level and before anything that leaves the pass early, but for a `?` on the way to what it inserts, and
//! the source's type has a length.

use super::layout;
use super::place::{self, Place, Root};
use super::region::{in_test, package};
use super::text::render;
use super::trace::{Access, Trace};
use super::types::Types;
use crate::analysis::fix::{Change, Draft, Piece};
use crate::analysis::model::{FillCost, MapUse};
use crate::analysis::tree::{Tree, children};
use crate::analysis::ty::{Ty, TyKind};
use crate::diagnostic::life::Life;
use crate::diagnostic::{Applicability, Confidence};
use crate::facts::{Body, Effect, Function, Literal, LocalId, LocalKind, Node, NodeId, Pattern, TypeExpr, TypeModelKind};
use crate::source::{FileId, Language, Location, Span};
use rayon::prelude::*;

/// Fewer statements than this stand between the map and the loop, those that bind something aside.
const NEAR: usize = 4;
/// And fewer than this in all.
const FAR: usize = 16;
/// Expressions are taken apart this deep.
const DEPTH: usize = 16;

/// The maps of all functions that are filled by a loop of known length, in source order.
pub(super) fn fills(types: &Types<'_>, traces: &[Trace]) -> Vec<MapUse> {
    let mut found: Vec<MapUse> = traces
        .par_iter()
        .filter(|trace| trace.accesses.iter().any(|access| access.effect == Effect::Insert))
        .flat_map_iter(|trace| {
            let (file, function) = types.symbols.function(types.program, trace.function);
            let finder = Finder { types, trace, file, function, tree: Tree::new(&function.body) };
            finder.all()
        })
        .collect();
    found.sort_by_key(|one| one.made);
    found
}

struct Finder<'a, 'p> {
    types: &'a Types<'p>,
    trace: &'a Trace,
    file: FileId,
    function: &'p Function,
    tree: Tree<'p>,
}

/// The length of what a loop goes over.
struct Count {
    text: String,
    literal: Option<u64>,
    /// It is the sum of two, which no iterator tells as its length.
    sum: bool,
    /// What is counted are the entries of a map or set.
    entries: bool,
    /// It is certainly a `usize`, and worked out of names, fields and lengths alone.
    plain: bool,
}

/// What makes a map empty.
struct Empty {
    ty: Ty,
    call: NodeId,
    callee: NodeId,
}

impl Count {
    /// The same, where each pass inserts several times.
    fn times(self, times: u64) -> Count {
        if times == 1 {
            return self;
        }
        let text = if self.sum { format!("{times} * ({})", self.text) } else { format!("{times} * {}", self.text) };
        Count { text, literal: self.literal.and_then(|count| count.checked_mul(times)), ..self }
    }
}

impl Finder<'_, '_> {
    fn all(&self) -> Vec<MapUse> {
        let body = &self.function.body;
        let blocks = body.nodes.iter().filter_map(|node| match node {
            Node::Block { body: statements, .. } => Some(body.list(*statements)),
            _ => None,
        });
        blocks.flat_map(|statements| (0..statements.len()).filter_map(|at| self.fill(&statements[at..]))).collect()
    }

    fn fill(&self, statements: &[NodeId]) -> Option<MapUse> {
        let body = &self.function.body;
        let (first, rest) = statements.split_first()?;
        let Node::Let { pattern, value: Some(made), otherwise: None, .. } = body.node(*first) else { return None };
        let Pattern::Bind { local, sub: None, .. } = body.pattern(pattern) else { return None };
        let ty = self.trace.local_types.get(local.index())?;
        let Empty { ty: hashing, call, callee } = self.empty(made, ty)?;
        let at = rest.iter().position(|statement| self.mentions(*statement, *local))?;
        let between = rest[..at].iter().filter(|statement| !matches!(body.node(unwrapped(body, **statement)), Node::Let { .. })).count();
        let filling = *rest.get(at).filter(|_| between < NEAR && at < FAR)?;
        let filling = unwrapped(body, filling);
        let (over, inside) = self.pass(filling)?;
        if self.mentions(over, *local) {
            return None;
        }
        let (only, times) = self.inserts(inside, *local)?;
        let count = self.count(over, 0)?.times(times);
        if count.literal.is_some_and(|count| count <= 3) {
            return None;
        }
        let constructor = render(body, callee);
        let (path, name) = constructor.rsplit_once("::")?;
        let sized = match name {
            "new" => format!("with_capacity({})", count.text),
            _ => format!("with_capacity_and_hasher({}, Default::default())", count.text),
        };
        let same_then = at == 0 || self.is_there_before(over, made) && (between == 0 || self.is_given(over));
        let standard = self.types.model(&hashing).is_some_and(|model| model.standard);
        let drafts = if count.plain && same_then && standard { vec![self.size_hint(call, callee, name, &sized)] } else { Vec::new() };
        Some(MapUse {
            language: Language::Rust,
            map: place::map_ref(self.types, self.file, self.function, &Place { root: Root::Local(*local), chain: Vec::new() }, ty),
            made: Some(self.location(made)),
            made_text: render(body, made),
            sized: false,
            hint: None,
            hint_at: None,
            fill_count: count.text,
            fill: Some(self.location(filling)),
            fill_literal: count.literal,
            fill_cost: count.literal.and_then(|entries| self.cost(ty, entries)),
            fill_only_inserts: only,
            sized_text: format!("{path}::{sized}"),
            life: Life::default(),
            drafts,
            function: place::function_name(self.types, self.file, self.function),
            in_test: in_test(self.types, self.file, self.function),
            confidence: Confidence::Likely,
            package: package(self.types, self.file),
        })
    }

    fn cost(&self, ty: &Ty, entries: u64) -> Option<FillCost> {
        let map = self.types.kept(ty)?.map;
        FillCost::new(Language::Rust, layout::of_map(self.types, &map)?.pair()?, entries)
    }

    /// What makes the value, where that is a hashing map made empty.
    fn empty(&self, made: NodeId, ty: &Ty) -> Option<Empty> {
        let body = &self.function.body;
        let call = unwrapped(body, made);
        let Node::Call { callee, args, .. } = body.node(call) else { return None };
        let Node::Path(path) = body.node(callee) else { return None };
        let name = body.path(path).last()?;
        let kind = self.types.kind(ty);
        let pointer = matches!(kind, TypeModelKind::Shared | TypeModelKind::SharedLocal | TypeModelKind::Transparent);
        if let ([inner], true) = (body.list(args), pointer && name.as_str() == "new") {
            return self.empty(*inner, &self.types.inner(ty)?);
        }
        let hashes = matches!(kind, TypeModelKind::HashMap | TypeModelKind::ShardedMap);
        (args.len == 0 && hashes && matches!(name.as_str(), "new" | "default")).then_some(Empty { ty: *ty, call, callee })
    }

    /// `new()` becomes `with_capacity(n)`.
    fn size_hint(&self, call: NodeId, callee: NodeId, name: &str, sized: &str) -> Draft {
        let end = self.function.body.span(callee).end;
        let span = Span { start: end.saturating_sub(u32::try_from(name.len()).unwrap_or(end)), end: self.function.body.span(call).end };
        let was = if name == "new" { "new()" } else { "default()" };
        Draft {
            name: "size-hint",
            title: format!("make it with `{sized}`"),
            applicability: Applicability::Safe,
            language: Language::Rust,
            changes: vec![Change::Replace {
                at: Location { file: self.file, span },
                was: Some(was.into()),
                by: vec![Piece::Text(sized.to_owned())],
            }],
        }
    }

    /// Whether all locals in the expression have their values when the map is made.
    fn is_there_before(&self, over: NodeId, made: NodeId) -> bool {
        let body = &self.function.body;
        let is_late = |local: LocalId| {
            let empty = body.nodes.iter().any(|node| match node {
                Node::Let { pattern, value: None, .. } => {
                    matches!(body.pattern(*pattern), Pattern::Bind { local: bound, .. } if *bound == local)
                }
                _ => false,
            });
            empty || body.local(local).span.end > body.span(made).start
        };
        self.tree.inside(over).into_iter().all(|node| !matches!(body.node(node), Node::Local(local) if is_late(local)))
    }

    /// Whether the expression is of what callers have given alone.
    fn is_given(&self, over: NodeId) -> bool {
        let body = &self.function.body;
        let is_other = |node: &Node| matches!(node, Node::Local(local) if body.local(*local).kind == LocalKind::Variable);
        !self.tree.inside(over).into_iter().any(|node| is_other(&body.node(node)))
    }

    /// A loop's source and body; `for_each` is one too.
    fn pass(&self, filling: NodeId) -> Option<(NodeId, NodeId)> {
        let body = &self.function.body;
        match body.node(filling) {
            Node::For { over, body: inside, .. } => Some((over, inside)),
            Node::Call { callee, args, .. } => {
                let Node::Field { base, name } = body.node(callee) else { return None };
                let [given] = body.list(args) else { return None };
                let Node::Closure(closure) = body.node(*given) else { return None };
                (name.as_str() == "for_each").then(|| (base, body.closure(closure).body))
            }
            _ => None,
        }
    }

    fn mentions(&self, node: NodeId, local: LocalId) -> bool {
        self.tree.inside(node).into_iter().any(|node| self.function.body.node(node) == Node::Local(local))
    }

    /// Whether each pass does nothing but insert into the map, and how many times it inserts unconditionally.
    fn inserts(&self, inside: NodeId, local: LocalId) -> Option<(bool, u64)> {
        let body = &self.function.body;
        let Node::Block { body: statements, .. } = body.node(unwrapped(body, inside)) else { return None };
        let statements = body.list(statements);
        // What a `?` gave, which must be for the insert: it leaves the function with an error then, as one
        // in the insert's own arguments does, and nobody gets the map.
        let mut tried: Vec<LocalId> = Vec::new();
        for (index, statement) in statements.iter().enumerate() {
            let node = unwrapped(body, *statement);
            let inserts = self.always(node).into_iter().find(|node| self.insert(*node, local).is_some());
            if let Some(insert) = inserts {
                let whole = insert == node && index == 0 && statements.len() == 1;
                let more = statements[index + 1..].iter().take_while(|statement| {
                    let node = unwrapped(body, **statement);
                    self.insert(node, local).is_some() && !self.tree.may_leave(node)
                });
                return tried.iter().all(|tried| self.mentions(insert, *tried)).then(|| (whole, more.count() as u64 + 1));
            }
            if self.mentions(node, local) {
                return None;
            }
            let leaving: Vec<Node> = self.tree.inside(node).into_iter().map(|node| body.node(node)).filter(|node| leaves(*node)).collect();
            match body.node(node) {
                _ if leaving.is_empty() => {}
                Node::Let { pattern, otherwise: None, .. } if leaving.iter().all(|node| matches!(node, Node::Try(_))) => {
                    let Pattern::Bind { local, .. } = body.pattern(pattern) else { return None };
                    tried.push(*local);
                }
                _ => return None,
            }
        }
        None
    }

    /// The nodes in a statement that every pass evaluates.
    fn always(&self, statement: NodeId) -> Vec<NodeId> {
        let body = &self.function.body;
        let mut found = vec![statement];
        let mut at = 0;
        while at < found.len() {
            match body.node(found[at]) {
                Node::If { cond, .. } => found.push(cond),
                Node::Match { scrutinee, .. } => found.extend(scrutinee),
                Node::ShortCircuit { left, .. } => found.push(left),
                Node::For { over, .. } => found.push(over),
                Node::Let { value, .. } => found.extend(value),
                Node::Closure(_) | Node::Loop { .. } | Node::Select { .. } => {}
                _ => found.extend(children(body, found[at])),
            }
            at += 1;
        }
        found
    }

    fn insert(&self, node: NodeId, local: LocalId) -> Option<&Access> {
        self.trace.accesses.iter().find(|access| {
            let whole = access.place.as_ref().is_some_and(|place| *place == Place::local(local));
            access.node == node && access.effect == Effect::Insert && whole
        })
    }

    /// The number of items of a loop's source, as an expression.
    fn count(&self, over: NodeId, depth: usize) -> Option<Count> {
        if depth > DEPTH {
            return None;
        }
        let body = &self.function.body;
        match body.node(over) {
            Node::AddressOf { operand, .. } | Node::Terminate(operand) => self.count(operand, depth + 1),
            Node::Call { callee, args, .. } => {
                let Node::Field { base, name } = body.node(callee) else { return None };
                let keeps = matches!(
                    (name.as_str(), args.len),
                    ("clone" | "iter" | "iter_mut" | "into_iter" | "keys" | "values" | "values_mut" | "into_keys" | "into_values", 0)
                        | ("enumerate" | "rev" | "cloned" | "copied" | "iter_enumerated" | "into_iter_enumerated", 0)
                        | ("zip" | "map", 1)
                );
                if keeps {
                    return self.count(base, depth + 1);
                }
                match (name.as_str(), body.list(args)) {
                    ("chain", [more]) => self.sum(base, *more, depth + 1),
                    _ => None,
                }
            }
            Node::Local(_) | Node::Field { .. } => {
                let known = self.ty(over, 0).and_then(|ty| self.length(over, &ty));
                known.or_else(|| self.iterator(over, depth))
            }
            _ => self.range(over),
        }
    }

    /// The number of items of two sources, one after the other.
    fn sum(&self, first: NodeId, second: NodeId, depth: usize) -> Option<Count> {
        let (first, second) = (self.count(first, depth)?, self.count(second, depth)?);
        // Two maps or sets that are joined mostly have keys in common.
        if first.entries && second.entries {
            return None;
        }
        let literal = first.literal.zip(second.literal).and_then(|(first, second)| first.checked_add(second));
        let text = literal.map_or_else(|| format!("{} + {}", first.text, second.text), |sum| sum.to_string());
        Some(Count { text, literal, sum: true, entries: false, plain: first.plain && second.plain })
    }

    /// The number of items of an iterator that a local was bound to, and that nothing but this uses.
    fn iterator(&self, over: NodeId, depth: usize) -> Option<Count> {
        let body = &self.function.body;
        let Node::Local(local) = body.node(over) else { return None };
        let uses = body.nodes.iter().filter(|node| **node == Node::Local(local)).count();
        let value = self.tree.first_value(local).filter(|_| uses == 1)?;
        let count = self.count(unwrapped(body, value), depth + 1)?;
        let name = body.local(local).name;
        // What it was made from may have moved into it.
        let text = match (count.literal, count.sum) {
            (Some(literal), _) => literal.to_string(),
            (None, true) => format!("{name}.size_hint().0"),
            (None, false) => format!("{name}.len()"),
        };
        Some(Count { text, plain: false, ..count })
    }

    /// `0..n`, as the front end lowers it.
    fn range(&self, over: NodeId) -> Option<Count> {
        let body = &self.function.body;
        let Node::Composite { ty, elements } = body.node(over) else { return None };
        let bound = |wanted: &str| {
            body.list(elements).iter().find_map(|element| match body.node(*element) {
                Node::NamedElement { name, value } if name.as_str() == wanted => Some(value),
                _ => None,
            })
        };
        let (start, end) = (bound("start")?, bound("end")?);
        let closed = matches!(
            self.types.program.file(self.file).type_exprs.get(ty.index()),
            Some(TypeExpr::Path { path, .. }) if path.last().is_some_and(|last| last.as_str() == "RangeInclusive")
        );
        let more = if closed { " + 1" } else { "" };
        match (body.node(start), body.node(end)) {
            (Node::Literal(Literal::Int(start)), Node::Literal(Literal::Int(end))) => {
                let literal = u64::try_from(end.checked_sub(start)?.checked_add(i64::from(closed))?).ok()?;
                Some(Count { text: literal.to_string(), literal: Some(literal), sum: false, entries: false, plain: true })
            }
            (Node::Literal(Literal::Int(0)), _) => {
                let text = format!("{}{more}", render(body, end));
                Some(Count { text, literal: None, sum: closed, entries: false, plain: self.is_size(end) })
            }
            _ => Some(Count {
                text: format!("{} - {}{more}", render(body, end), render(body, start)),
                literal: None,
                sum: true,
                entries: false,
                // What is taken off may be more than there is.
                plain: false,
            }),
        }
    }

    fn length(&self, node: NodeId, ty: &Ty) -> Option<Count> {
        let ty = self.types.strip(ty);
        let kind = self.types.kind(&ty);
        let entries = matches!(kind, TypeModelKind::HashMap | TypeModelKind::OrderedMap | TypeModelKind::ShardedMap);
        let known = entries || kind == TypeModelKind::Sequence || matches!(*ty, TyKind::Slice(_) | TyKind::Array(..));
        let literal = match &*ty {
            TyKind::Array(_, length) => *length,
            _ => None,
        };
        known.then(|| Count { text: format!("{}.len()", render(&self.function.body, node)), literal, sum: false, entries, plain: true })
    }

    /// A variable or field that is a `usize`, or the length of something known.
    fn is_size(&self, node: NodeId) -> bool {
        let body = &self.function.body;
        match body.node(node) {
            Node::Local(_) | Node::Field { .. } => {
                self.ty(node, 0).is_some_and(|ty| matches!(&*ty, TyKind::Basic(name) if name.as_str() == "usize"))
            }
            Node::Call { callee, args, .. } => match body.node(callee) {
                Node::Field { base, name } => {
                    let known = || self.ty(base, 0).and_then(|ty| self.length(base, &ty)).is_some();
                    args.len == 0 && name.as_str() == "len" && known()
                }
                _ => false,
            },
            _ => false,
        }
    }

    /// The type of a local or of a field of one.
    fn ty(&self, node: NodeId, depth: usize) -> Option<Ty> {
        match self.function.body.node(node) {
            Node::Local(local) => self.trace.local_types.get(local.index()).copied(),
            Node::Field { base, name } if depth < DEPTH => Some(self.types.field(&self.ty(base, depth + 1)?, name)?.ty),
            _ => None,
        }
    }

    fn location(&self, node: NodeId) -> Location {
        Location { file: self.file, span: self.function.body.span(node) }
    }
}

fn unwrapped(body: &Body, node: NodeId) -> NodeId {
    let mut node = node;
    for _ in 0..DEPTH {
        match body.node(node) {
            Node::Terminate(inner) => node = inner,
            _ => break,
        }
    }
    node
}

fn leaves(node: Node) -> bool {
    matches!(node, Node::Continue(_) | Node::Break { .. } | Node::Return(_) | Node::Try(_))
}
