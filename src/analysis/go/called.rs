//! Whom a function calls, as far as its text and the declarations say.
//!
//! Running callees first needs to know them before anything was run. What is told here may miss a
//! call, and cost a second run of the function: it decides in which order functions are run, and
//! nothing else.

#[cfg(test)]
mod tests;

use super::call_graph::Implementations;
use super::globals::Globals;
use super::names::{Item, Names, Region};
use crate::analysis::ty::{FunctionId, Ty, TyKind};
use crate::facts::{Body, Function, LocalId, Name, Node, NodeId, Pattern, PatternId, TypeExprId};
use crate::source::FileId;
use rustc_hash::FxHashMap;
use std::collections::BTreeSet;

/// How many embedded fields are followed to a method.
const MAX_EMBEDDED: usize = 3;

/// What the declarations of a program say.
#[derive(Clone, Copy)]
pub(super) struct Declared<'a> {
    pub(super) names: &'a Names<'a>,
    pub(super) globals: &'a Globals,
    pub(super) implementations: &'a Implementations,
}

/// The functions that one mentions, or calls as methods.
pub(super) fn callees(declared: Declared<'_>, id: FunctionId) -> BTreeSet<FunctionId> {
    let (file, function) = declared.names.symbols.function(declared.names.program, id);
    let mut reader = Reader { declared, file, function, body: &function.body, types: FxHashMap::default() };
    let mut found = BTreeSet::new();
    // Operands stand before what they are operands of, so that a loop comes after its body: what it binds
    // is known there in the second pass.
    for _ in 0..2 {
        for node in &function.body.nodes {
            match *node {
                Node::Let { pattern, value: Some(value), .. } => reader.bind(pattern, value),
                Node::For { pattern, over, .. } => reader.bind_items(pattern, over),
                _ => {}
            }
        }
    }
    for node in &function.body.nodes {
        match *node {
            Node::Path(path) => found.extend(reader.member(function.body.path(path)).and_then(as_function)),
            Node::Field { base, name } => found.extend(reader.package_member(base, name).and_then(as_function)),
            Node::Call { callee, .. } => found.extend(reader.methods(callee)),
            _ => {}
        }
    }
    found
}

fn as_function(item: Item) -> Option<FunctionId> {
    if let Item::Function(id) = item { Some(id) } else { None }
}

/// Reads one function.
struct Reader<'a> {
    declared: Declared<'a>,
    file: FileId,
    function: &'a Function,
    body: &'a Body,
    /// Of locals that are declared without one.
    types: FxHashMap<LocalId, Ty>,
}

impl Reader<'_> {
    fn region(&self) -> Region<'_> {
        Region { file: self.file, scope: self.function.scope, params: &[] }
    }

    fn resolve(&self, ty: TypeExprId) -> Ty {
        self.declared.names.resolve(self.region(), ty)
    }

    fn member(&self, path: &[Name]) -> Option<Item> {
        let [name] = path else { return None };
        self.declared.names.local_or_member(self.region(), *name)
    }

    /// `package.name`, where the package is in the tree.
    fn package_member(&self, base: NodeId, name: Name) -> Option<Item> {
        let Node::Path(path) = self.body.node(base) else { return None };
        let [package] = self.body.path(path) else { return None };
        self.declared.names.package_member(self.file, *package, name)
    }

    /// The methods that a callee may be.
    fn methods(&self, callee: NodeId) -> Vec<FunctionId> {
        let Node::Field { base, name } = self.body.node(callee) else { return Vec::new() };
        let Some(ty) = self.ty(base) else { return Vec::new() };
        self.methods_of(&ty, name, 0)
    }

    fn methods_of(&self, ty: &Ty, name: Name, depth: usize) -> Vec<FunctionId> {
        let Declared { names, implementations, .. } = self.declared;
        let TyKind::Named(id, _) = ty.pointee() else { return Vec::new() };
        if let Some(method) = names.method(*id, name) {
            return vec![method];
        }
        let likely = implementations.likely(*id, name);
        if !likely.is_empty() || depth == MAX_EMBEDDED {
            return likely.to_vec();
        }
        let embedded = names.declared_fields(*id).iter().filter(|field| field.embedded);
        embedded.map(|field| self.methods_of(&field.ty, name, depth + 1)).find(|found| !found.is_empty()).unwrap_or_default()
    }

    /// The type of an expression, as far as declarations tell it; pointers do not count.
    fn ty(&self, node: NodeId) -> Option<Ty> {
        let Declared { names, globals, .. } = self.declared;
        let of_item = |item| if let Item::Var(var) = item { Some(globals.types[var.0 as usize]) } else { None };
        match self.body.node(node) {
            Node::Local(local) => self.types.get(&local).copied().or_else(|| self.body.local(local).ty.map(|ty| self.resolve(ty))),
            Node::Path(path) => self.member(self.body.path(path)).and_then(of_item),
            Node::Field { base, name } => {
                if let Some(item) = self.package_member(base, name) {
                    return of_item(item);
                }
                let owner = self.ty(base)?;
                let TyKind::Named(id, _) = owner.pointee() else { return None };
                names.declared_fields(*id).iter().find(|field| field.name == name).map(|field| field.ty)
            }
            Node::Index { base, .. } => self.item(base),
            Node::Call { callee, .. } => self.result(callee, 0),
            Node::AddressOf { operand, .. } | Node::Deref(operand) => self.ty(operand),
            Node::Composite { ty, .. } | Node::New(ty) | Node::Make { ty, .. } | Node::Convert { ty, .. } => Some(self.resolve(ty)),
            Node::TypeAssert { ty, .. } => ty.map(|ty| self.resolve(ty)),
            _ => None,
        }
    }

    /// What a map, list or channel holds.
    fn item(&self, container: NodeId) -> Option<Ty> {
        let names = self.declared.names;
        match &*names.underlying(&names.deref(&self.ty(container)?)) {
            TyKind::Map(_, item) | TyKind::Slice(item) | TyKind::Array(item, _) | TyKind::Channel(item) => Some(*item),
            _ => None,
        }
    }

    /// The type of a call's result.
    fn result(&self, callee: NodeId, at: usize) -> Option<Ty> {
        let item = match self.body.node(callee) {
            Node::Path(path) => self.member(self.body.path(path)),
            Node::Field { base, name } => self.package_member(base, name),
            _ => None,
        };
        let names = self.declared.names;
        let called = match item {
            Some(Item::Function(id)) => Some(id),
            Some(Item::Type(id)) => return Some(crate::analysis::ty::named(id)),
            _ => self.methods(callee).first().copied(),
        };
        let (file, function) = names.symbols.function(names.program, called?);
        let result = function.results.get(at)?;
        Some(names.resolve(Region { file, scope: function.scope, params: &[] }, *result))
    }

    /// Notes the types of what a declaration binds.
    fn bind(&mut self, pattern: PatternId, value: NodeId) {
        match (self.body.pattern(pattern), self.body.node(value)) {
            (Pattern::Bind { local, .. }, _) => {
                let ty = self.ty(value);
                self.types.extend(ty.map(|ty| (*local, ty)));
            }
            (Pattern::Tuple(parts), Node::Tuple(values)) => {
                let body = self.body;
                parts.iter().zip(body.list(values)).for_each(|(part, value)| self.bind(*part, *value));
            }
            (Pattern::Tuple(parts), Node::Call { callee, .. }) => {
                for (at, part) in parts.iter().enumerate() {
                    let ty = self.result(callee, at);
                    self.bind_type(*part, ty);
                }
            }
            // `value, ok := …`
            (Pattern::Tuple(parts), _) => {
                let ty = self.ty(value);
                parts.first().into_iter().for_each(|part| self.bind_type(*part, ty));
            }
            _ => {}
        }
    }

    /// Notes the type of what a loop goes over.
    fn bind_items(&mut self, pattern: PatternId, over: NodeId) {
        if let Pattern::Tuple(parts) = self.body.pattern(pattern) {
            let item = self.item(over);
            parts.last().into_iter().for_each(|part| self.bind_type(*part, item));
        }
    }

    fn bind_type(&mut self, pattern: PatternId, ty: Option<Ty>) {
        if let (Pattern::Bind { local, .. }, Some(ty)) = (self.body.pattern(pattern), ty) {
            self.types.insert(*local, ty);
        }
    }
}
