//! What a value of a type has: fields and methods, embedding followed.

use super::{FieldInfo, MAX_DEPTH, Names, Region, field_info, library};
use crate::analysis::ty::{self, FunctionId, Ty, TyKind, TypeId};
use crate::facts::{Name, ScopeId, TypeExpr};

/// What `x.name` selects, with the embedded fields walked through on the way.
#[derive(Clone, Debug)]
pub(in crate::analysis::go) enum Selected {
    /// A field and its type.
    Field { through: Vec<Name>, ty: Ty },
    /// A method declared in the tree.
    Method { through: Vec<Name>, function: FunctionId },
    /// A method of a type outside the tree, and that type.
    LibraryMethod { through: Vec<Name>, owner: Ty },
    /// A method of an interface of the tree.
    InterfaceMethod { interface: TypeId, results: Box<[Ty]> },
    /// Nothing that is known.
    Unknown,
}

impl Names<'_> {
    /// The fields of a struct type (behind pointers and definitions), their types substituted.
    pub(in crate::analysis::go) fn struct_fields(&self, ty: &Ty) -> Vec<FieldInfo> {
        self.fields_where(ty, |_, _| true)
    }

    /// The field of that name, as [`Names::struct_fields`] has it.
    pub(in crate::analysis::go) fn field(&self, ty: &Ty, name: Name) -> Option<FieldInfo> {
        self.fields_where(ty, |own, _| own == name).into_iter().next()
    }

    /// Those fields of a struct type that are asked for by name, and by whether they are embedded.
    fn fields_where(&self, ty: &Ty, wanted: impl Fn(Name, bool) -> bool) -> Vec<FieldInfo> {
        let mut ty = self.deref(ty);
        for _ in 0..MAX_DEPTH {
            match &*ty {
                TyKind::Named(..) | TyKind::Library(..) => {
                    let Some((info, args)) = self.declared(&ty).filter(|_| !self.is_opaque(&ty)) else {
                        return self.modelled_fields(&ty).into_iter().filter(|field| wanted(field.name, field.embedded)).collect();
                    };
                    match &info.target {
                        Some(target) => ty = ty::substitute(target, &info.params, args),
                        None => {
                            let each = |field: &FieldInfo| FieldInfo { ty: ty::substitute(&field.ty, &info.params, args), ..field.clone() };
                            let mut fields = self.modelled_fields(&ty);
                            let is_new = |field: &&FieldInfo| fields.iter().all(|known| known.name != field.name);
                            let rest = info.fields.iter().filter(|field| wanted(field.name, field.embedded)).filter(is_new);
                            let rest: Vec<FieldInfo> = rest.map(each).collect();
                            fields.retain(|field| wanted(field.name, field.embedded));
                            fields.extend(rest);
                            return fields;
                        }
                    }
                }
                TyKind::Struct(file, id) => {
                    let Some(TypeExpr::Struct(fields)) = self.program.file(*file).type_exprs.get(id.index()) else { return Vec::new() };
                    let place = Region { file: *file, scope: ScopeId::FIRST, params: &[] };
                    let fields = fields.iter().filter(|field| wanted(field.name, field.embedded));
                    return fields.map(|field| field_info(field, self.resolve(place, field.ty))).collect();
                }
                _ => return Vec::new(),
            }
        }
        Vec::new()
    }

    /// The fields that the declaration of a struct type writes.
    pub(in crate::analysis::go) fn declared_fields(&self, id: TypeId) -> &[FieldInfo] {
        self.info(id).map_or(&[], |info| &info.fields)
    }

    /// The fields of a struct type as they are declared, all of them and in order, their types substituted; `None`
    /// where its declaration is not known.
    pub(in crate::analysis::go) fn written_fields(&self, ty: &Ty) -> Option<Vec<FieldInfo>> {
        match &**ty {
            TyKind::Struct(..) => Some(self.struct_fields(ty)),
            _ => {
                let (info, args) = self.declared(ty)?;
                let each = |field: &FieldInfo| FieldInfo { ty: ty::substitute(&field.ty, &info.params, args), ..field.clone() };
                Some(info.fields.iter().map(each).collect())
            }
        }
    }

    /// The fields that the library table gives a type.
    fn modelled_fields(&self, ty: &Ty) -> Vec<FieldInfo> {
        match &**ty {
            TyKind::Library(path, _) => library::fields(self, *path),
            _ => Vec::new(),
        }
    }

    /// Whether the type is an interface, named or not.
    pub(in crate::analysis::go) fn is_interface(&self, ty: &Ty) -> bool {
        let ty = self.underlying(ty);
        match &*ty {
            TyKind::Interface(..) => true,
            TyKind::Library(..) if self.model(&ty).is_some_and(|model| model.interface) => true,
            TyKind::Named(..) | TyKind::Library(..) => self.declared(&ty).is_some_and(|(info, _)| info.interface.is_some()),
            TyKind::Basic(name) => matches!(name.as_str(), "any" | "error"),
            _ => false,
        }
    }

    /// What `value.name` selects: fields and methods at the shallowest depth, embedding followed.
    pub(in crate::analysis::go) fn select(&self, ty: &Ty, name: Name) -> Selected {
        let mut level: Vec<(Vec<Name>, Ty)> = vec![(Vec::new(), self.deref(ty))];
        for _ in 0..MAX_DEPTH {
            for (through, ty) in &level {
                if let Some(found) = self.select_here(through, ty, name) {
                    return found;
                }
            }
            let mut deeper = Vec::new();
            for (through, ty) in &level {
                for field in self.fields_where(ty, |_, embedded| embedded) {
                    let mut path = through.clone();
                    path.push(field.name);
                    deeper.push((path, self.deref(&field.ty)));
                }
            }
            if deeper.is_empty() {
                break;
            }
            level = deeper;
        }
        Selected::Unknown
    }

    fn select_here(&self, through: &[Name], ty: &Ty, name: Name) -> Option<Selected> {
        if self.method_model(ty, name).is_some() || self.method_function(ty, name).is_some() {
            return Some(Selected::LibraryMethod { through: through.to_vec(), owner: *ty });
        }
        if library::has_method(self, ty, name) {
            return Some(Selected::LibraryMethod { through: through.to_vec(), owner: *ty });
        }
        if let TyKind::Named(id, _) = &**ty {
            if let Some(function) = self.methods.get(&(*id, name)) {
                return Some(Selected::Method { through: through.to_vec(), function: *function });
            }
            if let Some(results) = self.interface_method(*id, name, 0) {
                return Some(Selected::InterfaceMethod { interface: *id, results });
            }
        }
        if self.imported_method(ty, name).is_some() || self.imported_interface_method(ty, name, 0).is_some() {
            return Some(Selected::LibraryMethod { through: through.to_vec(), owner: *ty });
        }
        let field = self.field(ty, name)?;
        Some(Selected::Field { through: through.to_vec(), ty: field.ty })
    }

    /// The methods declared on a type of the tree, in source order.
    pub(in crate::analysis::go) fn methods_of(&self, id: TypeId) -> &[(Name, FunctionId)] {
        self.method_lists.get(&id).map_or(&[], |list| list)
    }

    /// The method of that name declared on the type itself.
    pub(in crate::analysis::go) fn method(&self, id: TypeId, name: Name) -> Option<FunctionId> {
        self.methods.get(&(id, name)).copied()
    }
}
