//! Where a map is put in its place before anybody else has it: in a literal of the struct that keeps it, and while the
//! package is initialised.
//!
//! Nothing can meet such a use, so effects do not have it. It is read from the text of a function, only for the
//! inventory.

use super::contract::local_type;
use super::names::{Item, Names, Region, narrow};
use super::place::{Slot, SlotBase};
use crate::analysis::model::Op;
use crate::analysis::ty::{FunctionId, TyKind};
use crate::facts::{FunctionKind, List, Name, Node, NodeId, TypeExprId};
use crate::source::{FileId, Language};

/// A map that is put in its place, or filled while the package is initialised.
pub(super) struct Put {
    pub(super) function: FunctionId,
    pub(super) slot: Slot,
    /// The element of the literal; what is assigned to.
    pub(super) node: NodeId,
    pub(super) op: Op,
}

/// All such uses of the Go functions, of fields and package variables of any type.
pub(super) fn puts<'n>(names: &'n Names<'_>) -> impl Iterator<Item = Put> + 'n {
    let functions = (0..names.symbols.functions.len()).map(|index| FunctionId(narrow(index)));
    let of_go = |id: &FunctionId| names.program.info(names.symbols.function(names.program, *id).0).language == Language::Go;
    functions.filter(of_go).flat_map(|id| Reader::new(names, id).puts())
}

struct Reader<'n, 'p> {
    names: &'n Names<'p>,
    id: FunctionId,
    file: FileId,
    params: Vec<Name>,
}

impl<'n, 'p> Reader<'n, 'p> {
    fn new(names: &'n Names<'p>, id: FunctionId) -> Reader<'n, 'p> {
        let (file, function) = names.symbols.function(names.program, id);
        Reader { names, id, file, params: function.type_params.iter().map(|param| param.name).collect() }
    }

    fn puts(&self) -> Vec<Put> {
        let (_, function) = self.names.symbols.function(self.names.program, self.id);
        let is_initial = matches!(function.kind, FunctionKind::Init | FunctionKind::Initialiser);
        let mut found = Vec::new();
        for node in &function.body.nodes {
            match *node {
                Node::Composite { ty, elements } => self.literal(ty, elements, &mut found),
                Node::Assign { target, .. } if is_initial => found.extend(self.assigned(target)),
                _ => {}
            }
        }
        found
    }

    /// The fields that a struct's literal gives.
    fn literal(&self, ty: TypeExprId, elements: List, found: &mut Vec<Put>) {
        let (_, function) = self.names.symbols.function(self.names.program, self.id);
        let elements = function.body.list(elements);
        if elements.is_empty() {
            return;
        }
        let region = Region { file: self.file, scope: function.scope, params: &self.params };
        let ty = self.names.deref(&self.names.resolve(region, ty));
        let TyKind::Named(owner, _) = &*ty else { return };
        for (index, element) in elements.iter().enumerate() {
            let name = match function.body.node(*element) {
                Node::NamedElement { name, .. } => Some(name),
                Node::Pair { .. } => None,
                _ => self.names.struct_fields(&ty).get(index).map(|field| field.name),
            };
            let put = |name| Put { function: self.id, slot: Slot::new(SlotBase::Field(*owner, name)), node: *element, op: Op::Replace };
            found.extend(name.map(put));
        }
    }

    /// The package variable, or the field of a struct that is handed to a function literal, that is assigned: the whole
    /// map, or an entry.
    fn assigned(&self, target: NodeId) -> Option<Put> {
        let (_, function) = self.names.symbols.function(self.names.program, self.id);
        let (node, op) = match function.body.node(target) {
            Node::Index { base, .. } => (base, Op::Insert),
            _ => (target, Op::Replace),
        };
        let base = match function.body.node(node) {
            Node::Path(path) => {
                let [name] = function.body.path(path) else { return None };
                match self.names.member(self.file, *name)? {
                    Item::Var(var) => SlotBase::Global(var),
                    _ => return None,
                }
            }
            Node::Field { base, name } => {
                let Node::Local(local) = function.body.node(base) else { return None };
                match &*self.names.deref(&local_type(self.names, self.id, local)) {
                    TyKind::Named(owner, _) => SlotBase::Field(*owner, name),
                    _ => return None,
                }
            }
            _ => return None,
        };
        Some(Put { function: self.id, slot: Slot::new(base), node, op })
    }
}
