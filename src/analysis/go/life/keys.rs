//! What the keys of a map are: constants, the constants of a group, numbers that may be NaN.

use crate::analysis::go::names::{Item, Names, Region, narrow};
use crate::analysis::go::place::{Slot, SlotBase};
use crate::analysis::tree::Tree;
use crate::analysis::ty::{FunctionId, Ty, TyKind, TypeId};
use crate::diagnostic::life::{KeyKind, ValueKind};
use crate::facts::{FileFacts, FunctionKind, Literal, LocalId, LocalKind, Name, Node, NodeId, Pattern, TypeExpr, VarKind};
use crate::source::{FileId, Language};
use rayon::prelude::*;
use rustc_hash::FxHashMap;

/// Groups of more constants are not said to fit an array.
const MAX_GROUP: usize = 64;
/// Expressions and types are looked into this deep.
const DEPTH: usize = 6;

/// The integer types whose constants count from 0 or 1 without a gap, and how many those are.
pub(super) struct Groups {
    sizes: FxHashMap<TypeId, usize>,
}

impl Groups {
    /// Reads all constants of a written type.
    pub(super) fn new(names: &Names<'_>) -> Groups {
        let of_file = |index: usize| {
            let file = FileId(narrow(index));
            let facts = &names.program.files[index];
            let is_group = names.program.info(file).language == Language::Go && facts.vars.iter().any(|var| var.kind == VarKind::Constant);
            if is_group { constants(names, file, facts) } else { Vec::new() }
        };
        let found: Vec<(TypeId, Option<i64>)> = (0..names.program.files.len()).into_par_iter().flat_map_iter(of_file).collect();
        let mut values: FxHashMap<TypeId, Vec<Option<i64>>> = FxHashMap::default();
        for (ty, value) in found {
            values.entry(ty).or_default().push(value);
        }
        let dense = |mut values: Vec<Option<i64>>| {
            values.sort_unstable();
            values.dedup();
            let (first, last) = (values.first().copied().flatten()?, values.last().copied().flatten()?);
            let is_run = usize::try_from(last - first).is_ok_and(|span| span + 1 == values.len());
            (is_run && matches!(first, 0 | 1) && (2..=MAX_GROUP).contains(&values.len())).then_some(values.len())
        };
        Groups { sizes: values.into_iter().filter_map(|(ty, values)| Some((ty, dense(values)?))).collect() }
    }

    /// What the keys are, and how many there can be.
    pub(super) fn kind(&self, names: &Names<'_>, key: &Ty) -> (KeyKind, Option<usize>) {
        let group = match &*names.unalias(key) {
            TyKind::Named(id, _) => self.sizes.get(id).copied(),
            TyKind::Library(..) => return (KeyKind::Foreign, None),
            _ => None,
        };
        match &*names.underlying(key) {
            TyKind::Basic(name) => match name.as_str() {
                "bool" => (KeyKind::Few, Some(2)),
                _ if group.is_some() => (KeyKind::Enum, group),
                "uint8" | "int8" | "byte" => (KeyKind::Few, Some(256)),
                name if name.starts_with("int") || name.starts_with("uint") || name == "rune" => (KeyKind::Integer, None),
                _ => (KeyKind::Other, None),
            },
            TyKind::Pointer(_) | TyKind::Channel(_) => (KeyKind::Identity, None),
            _ => (KeyKind::Other, None),
        }
    }
}

/// The constants of a file that have a written type of the tree, with their values where those are numbers.
fn constants(names: &Names<'_>, file: FileId, facts: &FileFacts) -> Vec<(TypeId, Option<i64>)> {
    let mut values: FxHashMap<Name, i64> = FxHashMap::default();
    for function in facts.functions.iter().filter(|function| function.kind == FunctionKind::Initialiser) {
        for node in &function.body.nodes {
            if let Node::Assign { target, value } = *node
                && let (Node::Path(path), Node::Literal(Literal::Int(value))) = (function.body.node(target), function.body.node(value))
                && let [name] = function.body.path(path)
            {
                values.insert(*name, value);
            }
        }
    }
    let typed = facts.vars.iter().filter(|var| var.kind == VarKind::Constant && var.ty.is_some());
    let of_var = |var: &crate::facts::VarDecl| {
        let ty = names.resolve(Region { file, scope: var.scope, params: &[] }, var.ty?);
        match &*names.unalias(&ty) {
            TyKind::Named(id, _) => Some((*id, values.get(&var.name).copied())),
            _ => None,
        }
    };
    typed.filter_map(of_var).collect()
}

/// How many entries a package variable is made with, where that is a literal.
pub(super) fn entries_of(names: &Names<'_>, slot: Slot) -> Option<usize> {
    let SlotBase::Global(var) = slot.base else { return None };
    let (file, decl) = names.symbols.var(names.program, var);
    let initialisers = names.program.file(file).functions.iter().filter(|function| function.kind == FunctionKind::Initialiser);
    initialisers.map(|function| &function.body).find_map(|body| {
        body.nodes.iter().find_map(|node| match *node {
            Node::Assign { target, value } => match (body.node(target), body.node(value)) {
                (Node::Path(path), Node::Composite { elements, .. }) if body.path(path) == [decl.name] => Some(elements.len as usize),
                _ => None,
            },
            _ => None,
        })
    })
}

/// What the values are.
pub(super) fn value_kind(names: &Names<'_>, value: &Ty) -> ValueKind {
    match &*names.underlying(value) {
        TyKind::Basic(name) if name.as_str() == "bool" => ValueKind::Set,
        TyKind::Struct(file, id) => match names.program.file(*file).type_exprs.get(id.index()) {
            Some(TypeExpr::Struct(fields)) if fields.is_empty() => ValueKind::Set,
            _ => ValueKind::Other,
        },
        TyKind::Basic(_) => ValueKind::Cheap,
        TyKind::Channel(_) => ValueKind::Identity,
        _ => ValueKind::Other,
    }
}

/// One function, to ask what an expression in it is.
#[derive(Clone, Copy)]
pub(super) struct Inside<'a> {
    pub(super) names: &'a Names<'a>,
    pub(super) id: FunctionId,
    pub(super) file: FileId,
    pub(super) tree: &'a Tree<'a>,
}

impl Inside<'_> {
    /// The expression is a constant: it has the same value whenever the program runs.
    pub(super) fn is_constant(&self, node: NodeId) -> bool {
        self.is_constant_at(node, 0)
    }

    fn is_constant_at(&self, node: NodeId, depth: usize) -> bool {
        let body = self.tree.body;
        if depth > DEPTH {
            return false;
        }
        let all = |list| body.list(list).iter().all(|part| self.is_constant_at(*part, depth + 1));
        match body.node(node) {
            Node::Literal(literal) => literal != Literal::Nil,
            Node::Path(_) | Node::Field { .. } => match self.item(node) {
                Some(Item::Var(var)) => self.names.symbols.var(self.names.program, var).1.kind == VarKind::Constant,
                _ => false,
            },
            Node::Opaque(parts) => parts.len > 0 && all(parts),
            Node::Call { callee, args, .. } => matches!(self.item(callee), Some(Item::Type(_))) && all(args),
            _ => false,
        }
    }

    /// What a name of a package stands for.
    fn item(&self, node: NodeId) -> Option<Item> {
        let body = self.tree.body;
        match body.node(node) {
            Node::Path(path) => match body.path(path) {
                [name] => self.names.member(self.file, *name),
                _ => None,
            },
            Node::Field { base, name } => match body.node(base) {
                Node::Path(path) => self.names.package_member(self.file, *body.path(path).first()?, name),
                _ => None,
            },
            _ => None,
        }
    }

    /// What in a key is worked out or comes from elsewhere, and so may be NaN; it is asked for keys with floats only.
    /// Where the function asks whether something is NaN, nothing is.
    pub(super) fn may_be_nan(&self, key: NodeId) -> Option<NodeId> {
        let functions = &self.names.library().functions;
        let nodes = (0..self.tree.body.nodes.len()).map(NodeId::new);
        let mut named = nodes.filter_map(|node| self.of_library(node));
        let asks = named.any(|path| functions.get(path.as_str()).is_some_and(|function| function.tests_nan));
        if asks { None } else { self.not_a_number(key, 0) }
    }

    fn not_a_number(&self, node: NodeId, depth: usize) -> Option<NodeId> {
        let body = self.tree.body;
        if depth > DEPTH || self.is_constant(node) {
            return None;
        }
        let within = |parts| body.list(parts).iter().find_map(|part| self.not_a_number(*part, depth + 1));
        match body.node(node) {
            Node::Call { callee, .. } => self.of_library(callee).map(|_| node),
            Node::Local(local) => match (body.local(local).kind, self.tree.first_value(local)) {
                (LocalKind::Param, _) => Some(node),
                (_, Some(value)) => self.not_a_number(value, depth + 1).map(|_| node),
                (_, None) => self.is_first_result(local).then_some(node),
            },
            Node::Opaque(parts) => within(parts),
            Node::Composite { elements, .. } => within(elements),
            Node::Pair { value, .. } => self.not_a_number(value, depth + 1),
            _ => None,
        }
    }

    /// A function of a package outside the tree (`strconv.ParseFloat`), by its path: a method, or one of the tree, may
    /// well give whole numbers or chosen ones.
    fn of_library(&self, node: NodeId) -> Option<Name> {
        let body = self.tree.body;
        let Node::Field { base, name } = body.node(node) else { return None };
        let Node::Path(package) = body.node(base) else { return None };
        match body.path(package) {
            [package] => self.names.library_path(self.file, *package, name),
            _ => None,
        }
    }

    /// A field of a local, or of what lies in it.
    pub(super) fn is_part(&self, key: NodeId) -> bool {
        let body = self.tree.body;
        let mut base = key;
        while let Node::Field { base: inner, .. } = body.node(base) {
            base = inner;
        }
        base != key && matches!(body.node(base), Node::Local(_))
    }

    /// `local, err := f()`, of a library's function.
    fn is_first_result(&self, local: LocalId) -> bool {
        let body = self.tree.body;
        let is_first = |pattern| match body.pattern(pattern) {
            Pattern::Tuple(parts) => {
                matches!(parts.first().map(|first| body.pattern(*first)), Some(Pattern::Bind { local: first, .. }) if *first == local)
            }
            _ => false,
        };
        body.nodes.iter().any(|node| match *node {
            Node::Let { pattern, value: Some(value), .. } => {
                matches!(body.node(value), Node::Call { callee, .. } if self.of_library(callee).is_some()) && is_first(pattern)
            }
            _ => false,
        })
    }
}

/// The type has a number that may be NaN: a float, a complex number, an array or struct of such.
pub(super) fn has_float(names: &Names<'_>, ty: &Ty) -> bool {
    has_float_at(names, ty, 0)
}

fn has_float_at(names: &Names<'_>, ty: &Ty, depth: usize) -> bool {
    match &*names.underlying(ty) {
        TyKind::Basic(name) => name.starts_with("float") || name.starts_with("complex"),
        _ if depth > DEPTH => false,
        TyKind::Array(item, _) => has_float_at(names, item, depth + 1),
        _ => false,
    }
}
