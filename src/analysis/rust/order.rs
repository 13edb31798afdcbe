//! The order of a hashing map that becomes visible: entries are written out as text one after the
//! other, collected into a list that is serialised, or the "last" key is taken for the largest.
//!
//! Only what hashes with a random seed, or may, is meant; a function that sorts anything is left out.

use super::place;
use super::region::{in_test, package};
use super::text::render;
use super::trace::{Access, Trace};
use super::types::{Types, is_map};
use crate::analysis::model::{Iteration, Visible};
use crate::analysis::tree::Tree;
use crate::analysis::ty::{FunctionId, TyKind};
use crate::diagnostic::Confidence;
use crate::facts::{Effect, Function, MapOrder, Name, Node, NodeId, TypeDeclKind, TypeExpr, TypeModelKind};
use crate::source::{FileId, Language, Location};
use rayon::prelude::*;

/// Expressions are climbed this far.
const DEPTH: usize = 48;

/// The iterations of all functions whose order shows, in source order.
pub(super) fn iterations(types: &Types<'_>, traces: &[Trace]) -> Vec<Iteration> {
    let walks = |access: &Access| matches!(access.effect, Effect::Range | Effect::RangeMut | Effect::Clear) && is_map(access.kind);
    let mut found: Vec<Iteration> = traces
        .par_iter()
        .filter(|trace| trace.accesses.iter().any(walks))
        .flat_map_iter(|trace| {
            let (file, function) = types.symbols.function(types.program, trace.function);
            let finder = Finder { types, id: trace.function, file, function, tree: Tree::new(&function.body) };
            if finder.sorts() {
                return Vec::new();
            }
            trace.accesses.iter().filter(|access| walks(access)).filter_map(|access| finder.iteration(access)).collect()
        })
        .collect();
    found.sort_by_key(|iteration| (iteration.at, iteration.sink));
    found.dedup_by_key(|iteration| (iteration.at, iteration.sink));
    found
}

struct Finder<'a, 'p> {
    types: &'a Types<'p>,
    id: FunctionId,
    file: FileId,
    function: &'p Function,
    tree: Tree<'p>,
}

impl Finder<'_, '_> {
    fn iteration(&self, access: &Access) -> Option<Iteration> {
        let seeded = seed(self.types, &access.ty)?;
        if !matches!(access.kind, TypeModelKind::HashMap | TypeModelKind::ShardedMap) {
            return None;
        }
        let (sink, visible) = self.shows(access.node)?;
        let confidence = if seeded { Confidence::Likely } else { Confidence::Possible };
        Some(Iteration {
            language: Language::Rust,
            map: access.place.as_ref().map(|place| place::map_ref(self.types, self.file, self.function, place, &access.ty))?,
            at: self.location(access.node),
            at_text: render(&self.function.body, access.node),
            sink: self.location(sink),
            visible,
            function: place::function_name(self.types, self.file, self.function),
            in_test: in_test(self.types, self.file, self.function),
            confidence,
            package: package(self.types, self.file),
        })
    }

    /// Where the order of an iteration shows, and as what.
    fn shows(&self, access: NodeId) -> Option<(NodeId, Visible)> {
        let body = &self.function.body;
        let mut at = access;
        if let Node::For { body: inside, .. } = body.node(at) {
            return self.written_in(inside).map(|sink| (sink, Visible::Text));
        }
        for _ in 0..DEPTH {
            let parent = self.tree.around(at).nth(1)?;
            match body.node(parent) {
                Node::Terminate(_) | Node::Try(_) | Node::AddressOf { .. } => at = parent,
                Node::For { over, body: inside, .. } if over == at => {
                    return self.written_in(inside).map(|sink| (sink, Visible::Text));
                }
                Node::Field { name, .. } => {
                    let call = self.tree.around(parent).nth(1)?;
                    let Node::Call { callee, .. } = body.node(call) else { return None };
                    if callee != parent {
                        return None;
                    }
                    match name.as_str() {
                        "last" => return Some((call, Visible::Last)),
                        "collect" => return self.collected(call),
                        "for_each" => return self.written_in(call).map(|sink| (sink, Visible::Text)),
                        name if keeps_order(name) => at = call,
                        _ => return None,
                    }
                }
                _ => return None,
            }
        }
        None
    }

    /// What becomes of a collected list: a field of a struct that is serialised, or one text.
    fn collected(&self, call: NodeId) -> Option<(NodeId, Visible)> {
        let body = &self.function.body;
        let mut at = call;
        for _ in 0..DEPTH {
            let parent = self.tree.around(at).nth(1)?;
            match body.node(parent) {
                Node::Terminate(_) | Node::Try(_) => at = parent,
                Node::NamedElement { name, .. } => {
                    let composite = self.tree.around(parent).nth(1)?;
                    let Node::Composite { ty, .. } = body.node(composite) else { return None };
                    let context = self.types.context(self.id);
                    let ty = self.types.lower(self.file, self.function.scope, ty, &context);
                    return self.is_serialised_list(&ty, name).then_some((call, Visible::Serialised));
                }
                Node::Field { name, .. } if matches!(name.as_str(), "join" | "concat") && self.writes_out() => {
                    return Some((parent, Visible::Text));
                }
                _ => return None,
            }
        }
        None
    }

    fn is_serialised_list(&self, ty: &TyKind, name: Name) -> bool {
        let TyKind::Named(id, _) = ty else { return false };
        let (file, decl) = self.types.symbols.type_decl(self.types.program, *id);
        let TypeDeclKind::Struct(fields) = &decl.kind else { return false };
        let field = fields.iter().find(|field| field.name == name);
        let exprs = &self.types.program.file(file).type_exprs;
        let list = field.and_then(|field| exprs.get(field.ty.index()));
        let is_list = matches!(list, Some(TypeExpr::Path { path, .. }) if path.last().is_some_and(|last| last.as_str() == "Vec"));
        is_list && decl.derives.iter().any(|derive| derive.as_str() == "Serialize")
    }

    /// The first statement that writes text in a loop's body, in a function that is for writing out.
    fn written_in(&self, inside: NodeId) -> Option<NodeId> {
        if !self.writes_out() {
            return None;
        }
        let body = &self.function.body;
        let writes = |node: &NodeId| {
            let Node::Call { callee, .. } = body.node(*node) else { return false };
            match body.node(callee) {
                Node::Path(path) => body.path(path).last().is_some_and(|last| self.is_output(last)),
                Node::Field { name, .. } => matches!(name.as_str(), "push_str" | "write_str" | "write_fmt"),
                _ => false,
            }
        };
        self.tree.inside(inside).into_iter().filter(writes).min_by_key(|node| body.span(*node).start)
    }

    /// A macro that writes text; to the terminal only where the function is for that.
    fn is_output(&self, name: &str) -> bool {
        matches!(name, "write!" | "writeln!") || matches!(name, "print!" | "println!") && self.function.name.starts_with("print")
    }

    /// The function's result is what someone reads: it formats, or its name says so.
    fn writes_out(&self) -> bool {
        const STARTS: [&str; 10] =
            ["serialize", "to_string", "to_json", "to_toml", "dump", "print", "generate", "codegen", "render", "report"];
        let exprs = &self.types.program.file(self.file).type_exprs;
        let formats = match self.function.trait_.and_then(|ty| exprs.get(ty.index())) {
            Some(TypeExpr::Path { path, .. }) => path.last().is_some_and(|last| matches!(last.as_str(), "Display" | "Debug")),
            _ => false,
        };
        formats || STARTS.iter().any(|start| self.function.name.starts_with(start))
    }

    /// The function puts something in order.
    fn sorts(&self) -> bool {
        let body = &self.function.body;
        body.nodes.iter().any(|node| match node {
            Node::Field { name, .. } => name.as_str().contains("sort"),
            Node::Path(path) => body.path(*path).iter().any(|name| matches!(name.as_str(), "BTreeMap" | "BTreeSet" | "BinaryHeap")),
            _ => false,
        })
    }

    fn location(&self, node: NodeId) -> Location {
        Location { file: self.file, span: self.function.body.span(node) }
    }
}

/// Whether a hashing map has another order in each run; `None`: it has an order of its own. A hasher that
/// is named has no random seed, unless it is the one that all have.
fn seed(types: &Types<'_>, ty: &TyKind) -> Option<bool> {
    let TyKind::Library(_, args) = ty else { return None };
    let model = types.model(ty)?;
    let hasher = args.get(if model.value.is_some() { 2 } else { 1 });
    let named = hasher.is_some_and(|hasher| !matches!(&**hasher, TyKind::Library(path, _) if path.ends_with("RandomState")));
    match model.order {
        MapOrder::Kept => None,
        MapOrder::Fixed => Some(false),
        MapOrder::Random => Some(!named),
    }
}

/// Adaptors after which the order is still the map's.
fn keeps_order(name: &str) -> bool {
    matches!(
        name,
        "iter"
            | "into_iter"
            | "map"
            | "filter"
            | "filter_map"
            | "flat_map"
            | "flatten"
            | "cloned"
            | "copied"
            | "enumerate"
            | "inspect"
            | "take"
            | "skip"
            | "rev"
            | "chain"
            | "zip"
            | "peekable"
    )
}
