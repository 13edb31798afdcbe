//! What a type that is written somewhere stands for.

use super::{Item, Names, Package, Region, full_path, is_builtin_type, narrow};
use crate::analysis::ty::{self, Ty, TyKind};
use crate::facts::{FileFacts, Name, TypeExpr, TypeExprId};
use crate::source::FileId;
use rustc_hash::FxHashSet;
use std::sync::{Arc, OnceLock};

impl Names<'_> {
    /// Room for what type expressions stand for.
    pub(super) fn unresolved(&self) -> Vec<Vec<OnceLock<Ty>>> {
        let with_own: FxHashSet<FileId> = self.local_types.keys().map(|(file, ..)| *file).collect();
        let of_file = |(index, facts): (usize, &Arc<FileFacts>)| {
            let counts = self.is_go(FileId(narrow(index))) && !with_own.contains(&FileId(narrow(index)));
            facts.type_exprs.iter().filter(|_| counts).map(|_| OnceLock::new()).collect()
        };
        self.program.files.iter().enumerate().map(of_file).collect()
    }

    /// The type that an expression of a file's table stands for.
    pub(in crate::analysis::go) fn resolve(&self, place: Region<'_>, id: TypeExprId) -> Ty {
        // Without type parameters, and types that a function declares, it is the same everywhere in the file.
        let of_file = if place.params.is_empty() { self.resolved.get(place.file.index()) } else { None };
        match of_file.and_then(|resolved| resolved.get(id.index())) {
            Some(known) => *known.get_or_init(|| self.resolve_anew(place, id)),
            None => self.resolve_anew(place, id),
        }
    }

    fn resolve_anew(&self, place: Region<'_>, id: TypeExprId) -> Ty {
        let anonymous = |id: TypeExprId| match self.program.file(place.file).type_exprs.get(id.index()) {
            Some(TypeExpr::Struct(_)) => TyKind::Struct(place.file, id),
            _ => TyKind::Interface(place.file, id),
        };
        let named = |path: &[Name], args: Box<[Ty]>| self.resolve_path(place, path, args);
        written(&self.program.file(place.file).type_exprs, id, &named, &anonymous)
    }

    fn resolve_path(&self, place: Region<'_>, path: &[Name], args: Box<[Ty]>) -> Ty {
        let found = match path {
            [name] if place.params.contains(name) => return Ty::new(TyKind::Param(*name)),
            [name] => self.local_type(place, *name).map(Item::Type).or_else(|| self.member(place.file, *name)),
            [package, name] => match self.imports[place.file.index()].get(package) {
                Some(Package::Unit(unit)) => self.members.get(&(*unit, *name)).copied(),
                Some(Package::Library(path)) => return Ty::new(TyKind::Library(full_path(*path, *name), args)),
                None => None,
            },
            _ => None,
        };
        match (found, path) {
            (Some(Item::Type(id)), _) if args.is_empty() => self.named[id.0 as usize],
            (Some(Item::Type(id)), _) => Ty::new(TyKind::Named(id, args)),
            (Some(_), _) => ty::unknown(),
            (None, [name]) if is_builtin_type(name) => ty::builtin(*name),
            (None, _) => ty::unknown(),
        }
    }
}

/// The type that an expression of a file's table stands for: `named` resolves names with their type
/// arguments, `anonymous` struct and interface types.
pub(super) fn written(
    exprs: &[TypeExpr],
    id: TypeExprId,
    named: &impl Fn(&[Name], Box<[Ty]>) -> Ty,
    anonymous: &impl Fn(TypeExprId) -> TyKind,
) -> Ty {
    let Some(expr) = exprs.get(id.index()) else { return ty::unknown() };
    let one = |id: &TypeExprId| written(exprs, *id, named, anonymous);
    let each = |list: &[TypeExprId]| -> Box<[Ty]> { list.iter().map(one).collect() };
    Ty::new(match expr {
        TypeExpr::Unknown => TyKind::Unknown,
        TypeExpr::Path { path, args } => return named(path, each(args)),
        TypeExpr::Pointer { target, .. } => TyKind::Pointer(one(target)),
        TypeExpr::Slice(inner) => TyKind::Slice(one(inner)),
        TypeExpr::Array(inner, len) => TyKind::Array(one(inner), *len),
        TypeExpr::Map(key, value) => TyKind::Map(one(key), one(value)),
        TypeExpr::Channel(inner) => TyKind::Channel(one(inner)),
        TypeExpr::Function { params, results } => TyKind::Function(each(params), each(results)),
        TypeExpr::Tuple(list) => TyKind::Tuple(each(list)),
        TypeExpr::Struct(_) | TypeExpr::Interface { .. } => anonymous(id),
    })
}
