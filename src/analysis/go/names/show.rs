//! Types as text.

use super::Names;
use crate::analysis::ty::{Ty, TyKind};
use crate::facts::TypeExpr;

impl Names<'_> {
    /// A type with the full path of what stands outside the tree: `*net/http.Request`.
    pub(in crate::analysis::go) fn show_path(&self, ty: &Ty) -> String {
        match &**ty {
            TyKind::Library(path, _) => path.to_string(),
            TyKind::Pointer(inner) => format!("*{}", self.show_path(inner)),
            TyKind::Channel(inner) => format!("chan {}", self.show_path(inner)),
            TyKind::Slice(inner) => format!("[]{}", self.show_path(inner)),
            TyKind::Named(id, _) => self.own_path(*id).unwrap_or_else(|| self.show(ty)),
            TyKind::Interface(file, id) => match self.program.file(*file).type_exprs.get(id.index()) {
                Some(TypeExpr::Interface { methods, embeds }) if methods.is_empty() && embeds.is_empty() => "any".to_owned(),
                _ => self.show(ty),
            },
            _ => self.show(ty),
        }
    }

    /// A type as Go writes it, packages left out.
    pub(in crate::analysis::go) fn show(&self, ty: &Ty) -> String {
        let list = |types: &[Ty]| types.iter().map(|ty| self.show(ty)).collect::<Vec<_>>().join(", ");
        let args = |types: &[Ty]| if types.is_empty() { String::new() } else { format!("[{}]", list(types)) };
        match &**ty {
            TyKind::Unknown => "?".to_owned(),
            TyKind::Basic(name) | TyKind::Param(name) => name.to_string(),
            TyKind::Named(id, types) => format!("{}{}", self.symbols.type_decl(self.program, *id).1.name, args(types)),
            TyKind::Library(path, types) => format!("{}{}", path.rsplit('/').next().unwrap_or(path), args(types)),
            TyKind::Pointer(inner) => format!("*{}", self.show(inner)),
            TyKind::Slice(inner) => format!("[]{}", self.show(inner)),
            TyKind::Array(inner, len) => format!("[{}]{}", len.map_or("…".to_owned(), |len| len.to_string()), self.show(inner)),
            TyKind::Map(key, value) => format!("map[{}]{}", self.show(key), self.show(value)),
            TyKind::Channel(inner) => format!("chan {}", self.show(inner)),
            TyKind::Function(params, results) => match &**results {
                [] => format!("func({})", list(params)),
                [one] => format!("func({}) {}", list(params), self.show(one)),
                many => format!("func({}) ({})", list(params), list(many)),
            },
            TyKind::Tuple(types) => format!("({})", list(types)),
            TyKind::Struct(..) => "struct{…}".to_owned(),
            TyKind::Interface(..) => "interface{…}".to_owned(),
        }
    }
}
