//! Drafts of fixes for Go: each only where the code has just the shape that it mends.

mod cloned;
mod compared;
mod drop_hint;
mod guarded;
mod locking;
mod new_mutex;
mod one_step;
mod plain_map;
mod size_hint;
mod taken;

pub(super) use cloned::cloned;
pub(super) use drop_hint::drop_hint;
pub(super) use guarded::{exclusive_lock, guarded_access};
pub(super) use locking::released;
pub(super) use new_mutex::new_mutex;
pub(super) use one_step::one_step;
pub(super) use plain_map::plain_map;
pub(super) use size_hint::size_hint;

use super::names::{Item, Names};
use crate::analysis::fix::{Change, Imports, Piece};
use crate::analysis::tree::Tree;
use crate::analysis::ty::FunctionId;
use crate::facts::{Body, Import, Literal, LocalId, Name, Node, NodeId, VarKind};
use crate::source::{FileId, Location, Span};

/// A function, and what stands in what.
struct Code<'p> {
    names: &'p Names<'p>,
    file: FileId,
    body: &'p Body,
    tree: Tree<'p>,
}

impl<'p> Code<'p> {
    fn new(names: &'p Names<'p>, id: FunctionId) -> Code<'p> {
        let (file, function) = names.symbols.function(names.program, id);
        Code { names, file, body: &function.body, tree: Tree::new(&function.body) }
    }

    fn at(&self, span: Span) -> Location {
        Location { file: self.file, span }
    }

    fn location(&self, node: NodeId) -> Location {
        self.at(self.body.span(node))
    }

    /// The block that a statement stands in, and its place among the statements.
    fn among(&self, statement: NodeId) -> Option<(&'p [NodeId], usize)> {
        let block = self.tree.around(statement).nth(1)?;
        let Node::Block { body, .. } = self.body.node(block) else { return None };
        let statements = self.body.list(body);
        Some((statements, statements.iter().position(|one| *one == statement)?))
    }

    /// The statement of a block that a node stands in, closures and loops around it left out.
    fn statement(&self, node: NodeId) -> Option<NodeId> {
        self.tree.around(node).find(|node| self.among(*node).is_some())
    }

    /// A call of a method without arguments: its receiver and name.
    fn method(&self, call: NodeId) -> Option<(NodeId, Name)> {
        let Node::Call { callee, args, .. } = self.body.node(call) else { return None };
        let Node::Field { base, name } = self.body.node(callee) else { return None };
        (args.len == 0).then_some((base, name))
    }

    /// The method of a call is written as another one.
    fn rename(&self, call: NodeId, was: &'static str, name: &str) -> Option<Change> {
        let Node::Call { callee, .. } = self.body.node(call) else { return None };
        let end = self.body.span(callee).end;
        let start = end.checked_sub(u32::try_from(was.len()).ok()?)?;
        Some(Change::Replace { at: self.at(Span { start, end }), was: Some(was.into()), by: vec![Piece::Text(name.to_owned())] })
    }

    /// Whether evaluating the expression does nothing but give a value, whatever the program does meanwhile.
    fn is_plain(&self, node: NodeId) -> bool {
        self.tree.inside(node).into_iter().all(|inner| {
            matches!(
                self.body.node(inner),
                Node::Literal(_)
                    | Node::Local(_)
                    | Node::Path(_)
                    | Node::Composite { .. }
                    | Node::NamedElement { .. }
                    | Node::Pair { .. }
                    | Node::AddressOf { .. }
                    | Node::New(_)
            )
        })
    }

    /// Whether evaluating the expression gives the same value a little earlier or later: names, fields and literals.
    fn is_simple(&self, node: NodeId) -> bool {
        match self.body.node(node) {
            Node::Literal(_) | Node::Local(_) | Node::Path(_) => true,
            Node::Field { base, .. } => self.is_simple(base),
            _ => false,
        }
    }

    /// A literal that is not nil, or a constant of the package.
    fn is_constant(&self, node: NodeId) -> bool {
        match self.body.node(node) {
            Node::Literal(literal) => literal != Literal::Nil,
            Node::Path(path) => match self.body.path(path) {
                [name] => matches!(self.names.member(self.file, *name), Some(Item::Var(var))
                    if self.names.symbols.var(self.names.program, var).1.kind == VarKind::Constant),
                _ => false,
            },
            _ => false,
        }
    }

    /// How often a local is named.
    fn uses(&self, local: LocalId) -> usize {
        self.body.nodes.iter().filter(|node| **node == Node::Local(local)).count()
    }

    /// As [`import`], in a function none of whose locals hides the package.
    fn import(&self, package: &'static str) -> Option<Option<Change>> {
        let is_hidden = self.body.locals.iter().any(|local| local.name.as_str() == package);
        if is_hidden { None } else { import(self.names, self.file, package) }
    }

    /// Whether the module says that it is written for this version of Go, or a later one.
    fn has_go(&self, version: (u16, u16)) -> bool {
        let unit = self.names.program.info(self.file).unit;
        unit.and_then(|unit| self.names.program.units[unit.index()].go_version).is_some_and(|has| has >= version)
    }
}

/// What makes a standard package known by its name in the file; nothing where it is already. `None` where the name
/// means something else there.
fn import(names: &Names<'_>, file: FileId, package: &'static str) -> Option<Option<Change>> {
    let facts = names.program.file(file);
    let is_it = |import: &Import| import.alias.is_none() && matches!(&import.path[..], [path] if path.as_str() == package);
    if facts.imports().any(is_it) {
        return Some(None);
    }
    let is_taken = facts.imports().any(|import| import.glob || may_be_called(import, package));
    if is_taken || names.member(file, Name::from(package)).is_some() {
        return None;
    }
    let specs = facts.imports().filter_map(|import| Some((import.span, *import.path.first()?))).collect();
    let module = names.program.units[names.program.info(file).unit?.index()].module;
    Some(Some(Change::Import { imports: Imports { file, specs, module }, package: package.into() }))
}

/// Whether the file may know what it imports by this name, as far as the path tells: `gopkg.in/maps.v2`.
fn may_be_called(import: &Import, name: &str) -> bool {
    match &import.alias {
        Some(alias) => alias.as_str() == name,
        None => import.path.iter().any(|path| path.as_str().contains(name)),
    }
}
