//! Which storage an expression stands for: a root and a chain of fields, with references, `Arc`
//! clones and dereferences taken off. Two expressions of one function are the same map when their
//! places are equal; what has no place may be anything, and is never said to be the same.

use super::types::Types;
use crate::analysis::ty::{TyKind, TypeId, VarId};
use crate::diagnostic::MapRef;
use crate::facts::{Function, LocalId, Name, TypeDeclKind};
use crate::source::{FileId, Location};

/// Where a place starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Root {
    /// A local variable, parameter or `self`.
    Local(LocalId),
    /// A static.
    Static(VarId),
}

/// A field on the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Step {
    /// Its name.
    pub(super) name: Name,
    /// The struct that declares it, where known.
    pub(super) owner: Option<TypeId>,
}

/// A root and the fields from there.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Place {
    /// Where it starts.
    pub(super) root: Root,
    /// The fields, outermost first.
    pub(super) chain: Vec<Step>,
}

impl Place {
    /// The place of a local.
    pub(super) fn local(local: LocalId) -> Place {
        Place { root: Root::Local(local), chain: Vec::new() }
    }

    /// The place of a static.
    pub(super) fn of_static(var: VarId) -> Place {
        Place { root: Root::Static(var), chain: Vec::new() }
    }

    /// A field of this place.
    pub(super) fn field(&self, name: Name, owner: Option<TypeId>) -> Place {
        let mut chain = self.chain.clone();
        chain.push(Step { name, owner });
        Place { root: self.root, chain }
    }

    /// Whether `other` is this place or lies in it.
    pub(super) fn covers(&self, other: &Place) -> bool {
        self.root == other.root && other.chain.starts_with(&self.chain)
    }

    /// The place as the caller sees it: the callee's root replaced by the argument's place.
    pub(super) fn seen_from(&self, root: &Place) -> Place {
        Place { root: root.root, chain: root.chain.iter().chain(&self.chain).copied().collect() }
    }

    /// What identifies the declaration, whatever the instance: a field of a struct, or a static.
    pub(super) fn declared(&self) -> Option<Declared> {
        match (self.chain.last(), self.root) {
            (Some(Step { name, owner: Some(owner) }), _) => Some(Declared::Field(*owner, *name)),
            (None, Root::Static(var)) => Some(Declared::Static(var)),
            _ => None,
        }
    }
}

/// A declaration that holds a map, whatever the instance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Declared {
    /// A struct's field.
    Field(TypeId, Name),
    /// A static.
    Static(VarId),
}

/// How a map at a place is called in a finding.
pub(super) fn map_ref(types: &Types<'_>, file: FileId, function: &Function, place: &Place, ty: &TyKind) -> MapRef {
    let shown = types.show(ty);
    if let Some(declared) = place.declared() {
        return MapRef { ty: shown, ..declared_ref(types, declared) };
    }
    // A number says nothing: what has the numbered part does.
    match (place.chain.iter().rfind(|step| !is_number(&step.name)), place.root) {
        (Some(step), _) => MapRef { name: step.name.to_string(), owner: String::new(), ty: shown, declaration: None },
        (None, Root::Local(id)) => {
            let local = function.body.local(id);
            MapRef {
                name: local.name.to_string(),
                owner: function_name(types, file, function),
                ty: shown,
                declaration: Some(Location { file, span: local.span }),
            }
        }
        (None, Root::Static(_)) => MapRef { name: String::new(), owner: String::new(), ty: shown, declaration: None },
    }
}

fn is_number(name: &str) -> bool {
    name.bytes().all(|byte| byte.is_ascii_digit())
}

/// The name, owner and place of a declaration; its type is left empty.
pub(super) fn declared_ref(types: &Types<'_>, declared: Declared) -> MapRef {
    match declared {
        Declared::Static(var) => {
            let (file, decl) = types.symbols.var(types.program, var);
            MapRef {
                name: decl.name.to_string(),
                owner: String::new(),
                ty: String::new(),
                declaration: Some(Location { file, span: decl.name_span }),
            }
        }
        Declared::Field(owner, name) => {
            let (file, decl) = types.symbols.type_decl(types.program, owner);
            let field = match &decl.kind {
                TypeDeclKind::Struct(fields) => fields.iter().find(|field| field.name == name),
                _ => None,
            };
            let shown = if is_number(&name) { format!("{}.{name}", decl.name) } else { name.to_string() };
            MapRef {
                name: shown,
                owner: decl.name.to_string(),
                ty: String::new(),
                declaration: field.map(|field| Location { file, span: field.span }),
            }
        }
    }
}

/// `Type::method`, or the function's name.
pub(super) fn function_name(types: &Types<'_>, file: FileId, function: &Function) -> String {
    use crate::facts::TypeExpr;
    let owner = function.owner.and_then(|owner| types.program.file(file).type_exprs.get(owner.index()));
    match owner {
        Some(TypeExpr::Path { path, .. }) => match path.last() {
            Some(owner) => format!("{owner}::{}", function.name),
            None => function.name.to_string(),
        },
        _ => function.name.to_string(),
    }
}
