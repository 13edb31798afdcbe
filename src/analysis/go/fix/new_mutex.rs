//! A mutex for a map that has none: a field above the map, held at each use.

use super::{Code, guarded_access, import};
use crate::analysis::fix::{Change, Draft};
use crate::analysis::go::context::Whole;
use crate::analysis::go::effects::Access;
use crate::analysis::go::names::{Names, Selected, narrow};
use crate::analysis::go::place::{Slot, SlotBase};
use crate::analysis::model::Op;
use crate::analysis::ty::{FunctionId, Ty, TyKind, TypeId};
use crate::diagnostic::Applicability;
use crate::facts::{Body, Field, FileFacts, Name, Node, NodeId, TypeDecl, TypeDeclKind, TypeExpr, TypeExprId};
use crate::source::{FileId, Language, Location};
use rustc_hash::FxHashSet;

/// `mu sync.Mutex` above the map, and `Lock` and `Unlock` around each statement with a use of it. Uses of one object that
/// belong together are still apart: whether they must not be is for a reader to say. There is none where a use is of
/// another shape, where a value of the struct may be copied, and the mutex with it, and where something else is
/// called at a use, which may come to another.
pub(in crate::analysis::go) fn new_mutex(whole: Whole<'_>, map: Slot) -> Option<Draft> {
    let names = whole.names;
    let SlotBase::Field(owner, name) = map.base else { return None };
    let (file, decl) = names.symbols.type_decl(names.program, owner);
    let TypeDeclKind::Struct(fields) = &decl.kind else { return None };
    let field = fields.iter().find(|field| field.name == name && !field.embedded)?;
    if map.elements > 0 || is_copied(names, file, decl) {
        return None;
    }
    let mutex = free_name(names, owner, field)?;
    let mut changes = vec![Change::Field { at: Location { file, span: field.span }, name: mutex.clone(), ty: "sync.Mutex".into() }];
    changes.extend(import(names, file, "sync")?);
    for (index, effects) in whole.effects.iter().enumerate() {
        let id = FunctionId(narrow(index));
        let (_, function) = names.symbols.function(names.program, id);
        let mut done = FxHashSet::default();
        let uses = effects.accesses.iter().filter(|access| access.slot.base == map.base && !access.owned && !function.in_test);
        for access in uses {
            let code = Code::new(names, id);
            let statement = code.statement(access.node)?;
            if done.insert(statement) {
                changes.extend(held(&code, id, access, (name, &mutex), statement)?);
            }
        }
    }
    let title = format!("guard `{name}` with a mutex of its own");
    Some(Draft { name: "guard", title, applicability: Applicability::Unsafe, language: Language::Go, changes })
}

/// The mutex held at the statement of an access.
fn held(code: &Code<'_>, id: FunctionId, access: &Access, (map, mutex): (Name, &str), statement: NodeId) -> Option<Vec<Change>> {
    let is_map = |node: &NodeId| matches!(code.body.node(*node), Node::Field { name, .. } if name == map);
    let used: Vec<NodeId> = code.tree.inside(access.node).into_iter().filter(is_map).collect();
    let Node::Field { base, .. } = code.body.node(*used.first()?) else { return None };
    let Node::Local(object) = code.body.node(base) else { return None };
    // Whoever reads the field itself may keep the map.
    let is_use = access.direct && access.op != Op::Load && access.slot.elements == 0;
    if used.len() != 1 || !is_use || code.tree.inside(statement).into_iter().any(|node| calls_another(code, node)) {
        return None;
    }
    let guard = format!("{}.{mutex}", code.body.local(object).name);
    Some(guarded_access(code.names, id, access.node, &guard)?.changes)
}

/// A call of what is no builtin.
fn calls_another(code: &Code<'_>, node: NodeId) -> bool {
    const BUILTINS: [&str; 7] = ["append", "clear", "copy", "delete", "len", "max", "min"];
    let Node::Call { callee, .. } = code.body.node(node) else { return false };
    let Node::Path(path) = code.body.node(callee) else { return true };
    let [name] = code.body.path(path) else { return true };
    !BUILTINS.contains(&name.as_str()) || code.names.member(code.file, *name).is_some()
}

/// A name for the mutex that means nothing yet in a value of the struct, nor in what is embedded in it.
fn free_name(names: &Names<'_>, owner: TypeId, field: &Field) -> Option<String> {
    let ty = Ty::new(TyKind::Named(owner, Box::default()));
    let is_free = |name: &String| matches!(names.select(&ty, Name::from(name.as_str())), Selected::Unknown);
    [format!("{}Mu", field.name), "mu".to_owned()].into_iter().rev().find(is_free)
}

/// Whether a value of the struct may be copied, or given without names for its fields, by what is written in the files
/// that can name it: that is certain to be no only where it is named behind pointers alone, and no pointer to it is
/// seen to be followed for a whole value.
fn is_copied(names: &Names<'_>, file: FileId, decl: &TypeDecl) -> bool {
    let unit = names.program.info(file).unit;
    let path = unit.map(|unit| names.program.units[unit.index()].path);
    let is_near = |index: usize, facts: &FileFacts| {
        names.program.infos[index].unit == unit || path.is_some_and(|path| facts.import_paths().any(|imported| imported == path))
    };
    let files = names.program.files.iter().enumerate().filter(|(index, facts)| is_near(*index, facts));
    files.into_iter().any(|(_, facts)| is_copied_in(facts, decl))
}

fn is_copied_in(facts: &FileFacts, decl: &TypeDecl) -> bool {
    let mut pointed: FxHashSet<TypeExprId> = facts.type_exprs.iter().filter_map(target).collect();
    for function in &facts.functions {
        let body = &function.body;
        let receiver = function.receiver.and_then(|receiver| body.local(receiver).ty);
        if receiver.is_some_and(|ty| target(&facts.type_exprs[ty.index()]).is_some()) {
            pointed.extend(function.owner);
        }
        for node in &body.nodes {
            match node {
                Node::New(ty) => drop(pointed.insert(*ty)),
                Node::AddressOf { operand, .. } => {
                    if let Node::Composite { ty, elements } = body.node(*operand) {
                        let is_named = |element: &NodeId| matches!(body.node(*element), Node::NamedElement { .. });
                        if !names_it(facts, ty, decl) || body.list(elements).iter().all(is_named) {
                            pointed.insert(ty);
                        }
                    }
                }
                _ => {}
            }
        }
        if (0..body.nodes.len()).map(NodeId::new).any(|node| follows(facts, body, node, decl)) {
            return true;
        }
    }
    (0..facts.type_exprs.len()).map(TypeExprId::new).any(|ty| names_it(facts, ty, decl) && !pointed.contains(&ty))
}

fn target(ty: &TypeExpr) -> Option<TypeExprId> {
    match ty {
        TypeExpr::Pointer { target, .. } => Some(*target),
        _ => None,
    }
}

fn names_it(facts: &FileFacts, ty: TypeExprId, decl: &TypeDecl) -> bool {
    matches!(&facts.type_exprs[ty.index()], TypeExpr::Path { path, .. } if path.last() == Some(&decl.name))
}

/// `*p`, where the declaration of `p` does not say that it points to something else.
fn follows(facts: &FileFacts, body: &Body, node: NodeId, decl: &TypeDecl) -> bool {
    let Node::Deref(inner) = body.node(node) else { return false };
    let declared = match body.node(inner) {
        Node::Local(local) => body.local(local).ty,
        _ => None,
    };
    let other = declared.and_then(|ty| target(&facts.type_exprs[ty.index()])).is_some_and(|target| !names_it(facts, target, decl));
    !other
}
