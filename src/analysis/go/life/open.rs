//! Who could do more to a map than is seen: code outside the tree, and code that is not followed.

use super::form::Form;
use crate::analysis::go::context::Whole;
use crate::analysis::go::effects::Target;
use crate::analysis::go::names::narrow;
use crate::analysis::go::place::{Slot, SlotBase};
use crate::analysis::tree::Tree;
use crate::analysis::ty::FunctionId;
use crate::facts::{Name, Node, NodeId, TypeDeclKind};
use rayon::prelude::*;
use rustc_hash::FxHashSet;

/// The map, read as a value, goes to code that is not followed: any place but a comparison, a name of its
/// own, or a call of a function of the tree.
pub(super) fn leaves(whole: Whole<'_>, tree: &Tree<'_>, id: FunctionId, map: NodeId, form: Form) -> bool {
    if form != Form::Other {
        return false;
    }
    let body = tree.body;
    let Some(parent) = tree.around(map).nth(1) else { return true };
    match body.node(parent) {
        Node::Let { .. } | Node::Block { .. } => false,
        Node::Assign { target, value } => value != map || !matches!(body.node(target), Node::Local(_)),
        Node::Call { callee, .. } if callee != map => {
            let calls = &whole.effects[id.0 as usize].calls;
            !calls.iter().any(|call| call.node == parent && matches!(call.target, Target::Function(_)))
        }
        _ => true,
    }
}

/// The names of fields and variables of which somebody takes the address: who has it can do all with them.
pub(super) fn loose(whole: Whole<'_>) -> FxHashSet<Name> {
    let of_function = |index: usize| {
        let (_, function) = whole.names.symbols.function(whole.names.program, FunctionId(narrow(index)));
        let body = &function.body;
        let named = move |node: &Node| match *node {
            Node::AddressOf { operand, .. } => match body.node(operand) {
                Node::Field { name, .. } => Some(name),
                Node::Path(path) => body.path(path).last().copied(),
                _ => None,
            },
            _ => None,
        };
        body.nodes.iter().filter_map(named).collect::<Vec<Name>>()
    };
    (0..whole.effects.len()).into_par_iter().flat_map_iter(of_function).collect()
}

/// More may be done to the map than is seen: it is part of a package's interface, or its address is taken.
pub(super) fn is_open(whole: Whole<'_>, slot: Slot, loose: &FxHashSet<Name>) -> bool {
    let names = whole.names;
    let is_internal = |file| {
        let unit = names.program.info(file).unit.map(|unit| &names.program.units[unit.index()]);
        unit.is_some_and(|unit| unit.is_main || unit.path.split('/').any(|part| part == "internal"))
    };
    match slot.base {
        SlotBase::Field(owner, name) => {
            let (file, decl) = names.symbols.type_decl(names.program, owner);
            let TypeDeclKind::Struct(fields) = &decl.kind else { return true };
            let exported = fields.iter().any(|field| field.name == name && field.exported);
            loose.contains(&name) || exported && !is_internal(file)
        }
        SlotBase::Global(var) => {
            let (file, decl) = names.symbols.var(names.program, var);
            loose.contains(&decl.name) || decl.exported && !is_internal(file)
        }
        _ => true,
    }
}
