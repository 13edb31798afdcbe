//! Methods that traits give: those that bound a type parameter, and those that a trait stands on.

use super::types::{Method, MethodSource, Types};
use crate::analysis::ty::{FunctionId, Ty, TyKind, TypeId};
use crate::facts::{Name, TypeDeclKind};

/// How many traits may stand on each other.
const TRAITS: usize = 8;

impl<'p> Types<'p> {
    /// A method on what has the type of a type parameter of the function, or of the `impl` around it: it is
    /// that of the first bound that has one of the name.
    pub(super) fn bounded_method(&self, function: FunctionId, ty: &Ty, name: Name) -> Option<Method<'p>> {
        let stripped = self.strip(ty);
        let TyKind::Param(param) = &*stripped else { return None };
        let (file, decl) = self.symbols.function(self.program, function);
        let declared = decl.type_params.iter().rfind(|one| one.name == *param)?;
        let context = self.context(function);
        declared.bounds.iter().find_map(|bound| {
            let on = self.lower(file, decl.scope, *bound, &context);
            let TyKind::Named(id, _) = &*on else { return None };
            let source = MethodSource::Declared(self.method_of(*id, name)?);
            Some(Method { on, source, through: Vec::new() })
        })
    }

    /// A method of a declared type by name: its own, or, of a trait, one of those that it stands on.
    pub(super) fn method_of(&self, ty: TypeId, name: Name) -> Option<FunctionId> {
        self.declared_method(ty, name).or_else(|| self.inherited(ty, name, TRAITS))
    }

    fn inherited(&self, ty: TypeId, name: Name, depth: usize) -> Option<FunctionId> {
        let (file, decl) = self.symbols.type_decl(self.program, ty);
        let TypeDeclKind::Interface { embeds, .. } = &decl.kind else { return None };
        let depth = depth.checked_sub(1)?;
        embeds.iter().find_map(|embed| match &*self.lower(file, decl.scope, *embed, &Default::default()) {
            TyKind::Named(below, _) => self.declared_method(*below, name).or_else(|| self.inherited(*below, name, depth)),
            _ => None,
        })
    }
}
