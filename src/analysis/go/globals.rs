//! Package variables: their types, and those that stand for a function.

use super::call_graph::Implementations;
use super::callbacks::Callbacks;
use super::interpret::{self, World};
use super::names::{Item, Names, Region, narrow};
use crate::analysis::fault::Faults;
use crate::analysis::ty::{self, FunctionId, Ty, TyKind, VarId};
use crate::facts::{Body, FunctionKind, Name, Node};
use crate::source::FileId;
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

/// What is known of package variables before any function is interpreted.
#[derive(Debug, Default)]
pub(super) struct Globals {
    /// By [`VarId`]: declared, or that of the initialiser.
    pub(super) types: Vec<Ty>,
    /// Variables that are initialised with a function and never assigned again outside tests
    /// (`var List = list`): calling them calls it.
    pub(super) functions: FxHashMap<VarId, FunctionId>,
}

impl Globals {
    /// Asks the declarations and initialisers of the program.
    pub(super) fn new(names: &Names<'_>, functions: &[FunctionId], implementations: &Implementations, faults: &Faults) -> Globals {
        let (program, symbols) = (names.program, names.symbols);
        let declared = |index: usize| {
            let (file, decl) = symbols.var(program, VarId(narrow(index)));
            decl.ty.map_or_else(ty::unknown, |ty| names.resolve(Region { file, scope: decl.scope, params: &[] }, ty))
        };
        let mut globals = Globals { types: (0..symbols.vars.len()).map(declared).collect(), functions: FxHashMap::default() };
        let (initialisers, others): (Vec<FunctionId>, Vec<FunctionId>) =
            functions.iter().partition(|id| symbols.function(program, **id).1.kind == FunctionKind::Initialiser);
        // Twice: a variable may be initialised from another's.
        let mut open = initialisers;
        for again in [false, true] {
            if again {
                let lacking = globals.files_lacking(names);
                open.retain(|id| lacking.contains(&symbols.function(program, *id).0));
            }
            let world = World { names, globals: &globals, effects: &[], implementations, callbacks: &Callbacks::default(), trace: None };
            let values = |id| faults.over(id, || interpret::initialised(world, id)).unwrap_or_default();
            let found: Vec<(FunctionId, Vec<interpret::Initialised>)> = open.par_iter().map(|id| (*id, values(*id))).collect();
            for (id, values) in found {
                let (file, _) = symbols.function(program, id);
                for value in values {
                    let Some(Item::Var(var)) = names.member(file, value.name) else { continue };
                    let slot = &mut globals.types[var.0 as usize];
                    if slot.is_unknown() {
                        *slot = value.ty;
                    }
                    globals.functions.extend(value.function.map(|function| (var, function)));
                }
            }
        }
        if !globals.functions.is_empty() {
            let assigned = |id| faults.over(id, || assigned(names, id)).unwrap_or_default();
            let assigned: Vec<VarId> = others.par_iter().flat_map_iter(|id| assigned(*id)).collect();
            let assigned: FxHashSet<VarId> = assigned.into_iter().collect();
            globals.functions.retain(|var, _| !assigned.contains(var));
        }
        globals
    }
}

impl Globals {
    /// The files with variables of which the type is not known, or the function that they may stand for.
    fn files_lacking(&self, names: &Names<'_>) -> FxHashSet<FileId> {
        let may_be_function = |ty: &Ty| matches!(*names.underlying(ty), TyKind::Function(..) | TyKind::Library(..) | TyKind::Unknown);
        let vars = (0..).map(VarId).zip(&self.types).filter(|(var, ty)| may_be_function(ty) && !self.functions.contains_key(var));
        vars.map(|(var, _)| names.symbols.var(names.program, var).0).collect()
    }
}

/// The package variables that a function assigns to, or takes the address of.
fn assigned(names: &Names<'_>, id: FunctionId) -> Vec<VarId> {
    let (file, function) = names.symbols.function(names.program, id);
    if function.in_test {
        return Vec::new();
    }
    let body = &function.body;
    let targets = body.nodes.iter().filter_map(|node| match node {
        Node::Assign { target, .. } | Node::AddressOf { operand: target, .. } => Some(*target),
        _ => None,
    });
    let variable = |target| match body.node(target) {
        Node::Path(path) => names.member(file, *body.path(path).first()?),
        Node::Field { base, name } => names.package_member(file, package(body, base)?, name),
        _ => None,
    };
    let tuples = targets.flat_map(|target| match body.node(target) {
        Node::Tuple(list) => body.list(list).to_vec(),
        _ => vec![target],
    });
    tuples.filter_map(|target| variable(target).and_then(as_variable)).collect()
}

fn package(body: &Body, base: crate::facts::NodeId) -> Option<Name> {
    match body.node(base) {
        Node::Path(path) => body.path(path).first().copied(),
        _ => None,
    }
}

fn as_variable(item: Item) -> Option<VarId> {
    match item {
        Item::Var(var) => Some(var),
        _ => None,
    }
}
