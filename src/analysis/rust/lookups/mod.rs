//! Keys that are looked up more often than needed: asked for and then inserted, asked for twice, or
//! asked for in each pass of a loop.
//!
//! What is told must be possible to change. One borrow of the map then lives from the first lookup
//! to the last, so nothing between may use the map, or the whole that it is a field of; a key that is
//! not copied is given away where the first lookup stood. What is not seen to be so is left out.
//!
//! `written` compares places as they are written, `inserted` finds inserts after a question, `again`
//! second questions and removals, `looped` questions in loops.

mod again;
mod inserted;
mod looped;
mod written;

use super::place::{self, Place};
use super::region::{in_test, package};
use super::text::{key, render};
use super::trace::{Access, Trace};
use super::types::{Types, is_map};
use crate::analysis::cost::{Lookup, Repeat};
use crate::analysis::model::Sequence;
use crate::analysis::tree::Tree;
use crate::diagnostic::{Confidence, MapRef};
use crate::facts::{Effect, Function, LocalId, Node, NodeId, Pattern, PatternId, TypeModelKind};
use crate::source::{FileId, Language, Location};
use rayon::prelude::*;
use rustc_hash::FxHashSet;
use written::{Places, Written, locals, written};

/// Expressions are taken apart this deep.
const DEPTH: usize = 32;

/// The repeated lookups of all functions, in source order. Of concurrent maps, what `sequences` tell
/// as a race is not told again.
pub(super) fn lookups(types: &Types<'_>, traces: &[Trace], sequences: &[Sequence]) -> Vec<Lookup> {
    let races: FxHashSet<Location> = sequences.iter().map(|sequence| sequence.act).collect();
    let mut found: Vec<Lookup> = traces
        .par_iter()
        .flat_map_iter(|trace| {
            let (file, function) = types.symbols.function(types.program, trace.function);
            let indexes = || function.body.nodes.iter().any(|node| matches!(node, Node::Index { .. }));
            if trace.accesses.is_empty() && !indexes() {
                return Vec::new();
            }
            let tree = Tree::new(&function.body);
            let holders = written::holders(trace);
            let places = Places { types, trace, file, tree: &tree, holders: &holders };
            let sites = sites(trace, &tree);
            let finder = Finder { types, trace, file, function, tree: &tree, places, sites: &sites, races: &races };
            finder.all()
        })
        .collect();
    found.sort_by_key(|lookup| (lookup.at, lookup.first));
    found.dedup_by_key(|lookup| lookup.at);
    found
}

/// An access by key whose map and key can be compared.
struct Site<'t> {
    access: &'t Access,
    map: Written,
    place: &'t Place,
    /// The key without what borrows or converts it.
    key: String,
    key_node: NodeId,
    key_locals: Vec<LocalId>,
}

struct Finder<'a, 'p> {
    types: &'a Types<'p>,
    trace: &'a Trace,
    file: FileId,
    function: &'p Function,
    tree: &'a Tree<'p>,
    places: Places<'a, 'p>,
    sites: &'a [Site<'a>],
    races: &'a FxHashSet<Location>,
}

fn sites<'t>(trace: &'t Trace, tree: &Tree<'_>) -> Vec<Site<'t>> {
    let body = tree.body;
    let plain = |access: &&Access| is_map(access.kind) && access.kind != TypeModelKind::ConcurrentMap && !access.raw && !access.awaited;
    let of = |access: &'t Access| {
        let receiver = match body.node(access.node) {
            Node::Call { callee, .. } => match body.node(callee) {
                Node::Field { base, .. } => base,
                _ => return None,
            },
            Node::Index { base, .. } => base,
            _ => return None,
        };
        let key_node = access.key?;
        let key = key(body, key_node).filter(|_| is_steady(tree, key_node))?;
        let place = access.place.as_ref()?;
        Some(Site { access, map: written(body, receiver)?, place, key, key_node, key_locals: locals(tree, key_node) })
    };
    trace.accesses.iter().filter(plain).filter_map(of).collect()
}

/// Whether a key is the same one when it is worked out again: nothing in it takes from something else.
fn is_steady(tree: &Tree<'_>, key: NodeId) -> bool {
    const TAKES: [&str; 6] = ["next", "pop", "take", "recv", "read", "random"];
    tree.inside(key).into_iter().all(|node| match tree.body.node(node) {
        Node::Field { name, .. } => !TAKES.iter().any(|takes| name.starts_with(takes)),
        Node::Await(_) | Node::Closure(_) | Node::Assign { .. } | Node::Update { .. } => false,
        _ => true,
    })
}

impl Finder<'_, '_> {
    fn all(&self) -> Vec<Lookup> {
        let mut found: Vec<Lookup> = Vec::new();
        for site in self.sites {
            found.extend(match site.access.effect {
                Effect::Insert => self.inserted(site),
                Effect::Remove => self.emptied(site).or_else(|| self.answered(site)),
                Effect::Get | Effect::Contains | Effect::Update => self.answered(site).or_else(|| self.looped(site)),
                _ => None,
            });
        }
        found.extend(self.looped_statics());
        // One lookup is one too many of those that follow a first one.
        found.sort_by_key(|lookup| lookup.at);
        let mut known = FxHashSet::default();
        found.retain(|lookup| lookup.repeat == Repeat::Looped || known.insert(lookup.first));
        found
    }

    /// Whether two accesses are of the same map and key, as far as that is seen.
    fn same(&self, one: &Site<'_>, two: &Site<'_>) -> bool {
        one.place == two.place
            && one.map.root == two.map.root
            && one.map.fields == two.map.fields
            && one.key == two.key
            && one.key_locals == two.key_locals
            && one.access.detached == two.access.detached
    }

    fn start(&self, node: NodeId) -> u32 {
        self.tree.body.span(node).start
    }

    fn end(&self, node: NodeId) -> u32 {
        self.tree.body.span(node).end
    }

    /// The access of the same key before another whose node an expression is, without what only copies
    /// or refers to its result.
    fn asked_by(&self, expression: NodeId, later: &Site<'_>) -> Option<&Site<'_>> {
        let body = self.tree.body;
        let mut node = expression;
        for _ in 0..DEPTH {
            if let Some(site) = self.sites.iter().find(|site| site.access.node == node) {
                return Some(site).filter(|site| self.same(site, later));
            }
            node = match body.node(node) {
                Node::Terminate(inner) | Node::AddressOf { operand: inner, .. } | Node::Deref(inner) => inner,
                Node::Call { callee, args, .. } if args.len == 0 => match body.node(callee) {
                    Node::Field { base, name } if keeps_answer(name.as_str()) => base,
                    _ => return None,
                },
                _ => return None,
            };
        }
        None
    }

    /// Whether a pattern takes every `Some`, and nothing else.
    fn is_hit(&self, pattern: PatternId) -> bool {
        match self.tree.body.pattern(pattern) {
            Pattern::Variant { path, fields } => {
                path.last().is_some_and(|last| last.as_str() == "Some") && fields.iter().all(|(_, part)| self.takes_all(*part, 0))
            }
            _ => false,
        }
    }

    fn takes_all(&self, pattern: PatternId, depth: usize) -> bool {
        match self.tree.body.pattern(pattern) {
            Pattern::Wild | Pattern::Bind { sub: None, .. } => true,
            Pattern::Tuple(parts) => depth < DEPTH && parts.iter().all(|part| self.takes_all(*part, depth + 1)),
            Pattern::Reference(inner) => depth < DEPTH && self.takes_all(*inner, depth + 1),
            _ => false,
        }
    }

    fn is_miss(&self, pattern: PatternId) -> bool {
        match self.tree.body.pattern(pattern) {
            Pattern::Value(value) => match self.tree.body.node(*value) {
                Node::Path(path) => self.tree.body.path(path).last().is_some_and(|last| last.as_str() == "None"),
                _ => false,
            },
            _ => false,
        }
    }

    /// Whether something in a region leaves it, waits, or may.
    fn leaves(&self, region: NodeId) -> bool {
        let jumps = |node: &NodeId| {
            matches!(
                self.tree.body.node(*node),
                Node::Return(_) | Node::Break { .. } | Node::Continue(_) | Node::Try(_) | Node::Await(_) | Node::Select { .. }
            )
        };
        self.tree.inside(region).iter().any(jumps)
    }

    fn awaits(&self, region: NodeId) -> bool {
        self.tree.inside(region).iter().any(|node| matches!(self.tree.body.node(*node), Node::Await(_) | Node::Select { .. }))
    }

    /// Whether a region mentions the map, or what it is part of, but for these root nodes.
    fn uses_map(&self, region: NodeId, map: &Written, but: &[NodeId]) -> bool {
        self.places.mentions(region, map).iter().any(|mention| !but.contains(mention))
    }

    /// Whether a region mentions what a key is made of.
    fn uses_key(&self, region: NodeId, key: &[LocalId]) -> bool {
        self.tree.inside(region).into_iter().any(|node| matches!(self.tree.body.node(node), Node::Local(local) if key.contains(&local)))
    }

    /// Whether a region changes what a key is made of.
    fn changes_key(&self, region: NodeId, key: &[LocalId], copied: bool) -> bool {
        self.tree.inside(region).into_iter().any(|node| self.may_change_key(node, key, copied))
    }

    /// Whether a node is a part of a key that is set there, borrowed to be changed, or the receiver of a
    /// method that may change it; what is copied mostly has no such method.
    fn may_change_key(&self, node: NodeId, key: &[LocalId], copied: bool) -> bool {
        const READS: [&str; 12] =
            ["as_", "to_", "is_", "clone", "len", "iter", "get", "contains", "starts_with", "ends_with", "borrow", "display"];
        let body = self.tree.body;
        if !matches!(body.node(node), Node::Local(local) if key.contains(&local)) {
            return false;
        }
        let mut around = self.tree.around(node).skip(1);
        let method = match (around.next().map(|field| (field, body.node(field))), around.next().map(|call| body.node(call))) {
            (Some((field, Node::Field { name, .. })), Some(Node::Call { callee, .. })) if callee == field => Some(name),
            _ => None,
        };
        self.places.is_changed(node) || !copied && method.is_some_and(|name| !READS.iter().any(|reads| name.starts_with(reads)))
    }

    fn lookup(&self, first: &Site<'_>, at: &Site<'_>, repeat: Repeat) -> Option<Lookup> {
        let found = self.finding(at, repeat, first.access.node);
        if first.access.kind == TypeModelKind::ShardedMap && self.races.contains(&found.at) {
            return None;
        }
        Some(Lookup { first_text: render(self.tree.body, first.access.node), key: first.key.clone(), ..found })
    }

    fn finding(&self, at: &Site<'_>, repeat: Repeat, first: NodeId) -> Lookup {
        let body = self.tree.body;
        let map: MapRef = place::map_ref(self.types, self.file, self.function, at.place, &at.access.ty);
        let receiver = match body.node(at.access.node) {
            Node::Call { callee, .. } => match body.node(callee) {
                Node::Field { base, .. } => base,
                _ => callee,
            },
            Node::Index { base, .. } => base,
            _ => at.access.node,
        };
        Lookup {
            language: Language::Rust,
            map_text: render(body, receiver),
            map,
            at: self.location(at.access.node),
            at_text: render(body, at.access.node),
            first: self.location(first),
            first_text: String::new(),
            repeat,
            key: at.key.clone(),
            standard: self.types.model(&at.access.ty).is_some_and(|model| model.standard),
            drafts: Vec::new(),
            function: place::function_name(self.types, self.file, self.function),
            in_test: in_test(self.types, self.file, self.function),
            confidence: Confidence::Likely,
            package: package(self.types, self.file),
        }
    }

    fn location(&self, node: NodeId) -> Location {
        Location { file: self.file, span: self.tree.body.span(node) }
    }
}

/// Methods of what a lookup gives whose result still says whether the key was there, and no more.
fn keeps_answer(name: &str) -> bool {
    matches!(name, "copied" | "cloned" | "as_ref" | "as_mut" | "as_deref" | "as_deref_mut")
}
