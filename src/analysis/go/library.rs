//! Types outside the tree, as the table of libraries describes them: structs whose fields are maps, and
//! maps with a name.

use super::names::{FieldInfo, Names, is_builtin_type};
use crate::analysis::ty::{self, Ty, TyKind};
use crate::facts::{Name, Runs, StructModel};
use std::sync::Arc;

/// The table's entry for a struct type outside the tree.
pub(super) fn model<'p>(names: &Names<'p>, ty: &Ty) -> Option<&'p StructModel> {
    match &*names.deref(ty) {
        TyKind::Library(path, _) => names.library().struct_model(path),
        _ => None,
    }
}

/// Whether the table knows what the method of a library's struct returns.
pub(super) fn has_method(names: &Names<'_>, ty: &Ty, name: Name) -> bool {
    let known = |model: &StructModel| model.chains || model.parts.contains_key(name.as_str()) || model.shares.contains_key(name.as_str());
    model(names, ty).is_some_and(known)
}

/// How a library runs the function in a field of its struct.
pub(super) fn runs(names: &Names<'_>, ty: &Ty, field: Name) -> Option<Runs> {
    model(names, ty)?.runs.get(field.as_str()).copied()
}

/// The map that a library's type is defined as.
pub(super) fn defined_map(names: &Names<'_>, ty: &Ty) -> Option<Ty> {
    let TyKind::Library(path, _) = &**ty else { return None };
    names.library().struct_model(path)?.map.as_deref().map(written)
}

/// Whether a library's map is made by those who use it: the table says so, or knows nothing of it.
pub(super) fn is_plain_map(names: &Names<'_>, path: &str) -> bool {
    names.library().struct_model(path).is_none_or(|model| model.plain)
}

/// Whether the table knows the field of a library's struct.
pub(super) fn has_field(names: &Names<'_>, path: &str, field: Name) -> bool {
    names
        .library()
        .struct_model(path)
        .is_some_and(|model| model.fields.contains_key(field.as_str()) || model.embeds.contains_key(field.as_str()))
}

/// The fields of a library's struct that the table knows.
pub(super) fn fields(names: &Names<'_>, path: &str) -> Vec<FieldInfo> {
    let Some(model) = names.library().struct_model(path) else { return Vec::new() };
    let each = |(name, ty): (&String, &String), embedded| FieldInfo { name: Name::from(name), ty: written(ty), embedded };
    let fields = model.fields.iter().map(|field| each(field, false));
    fields.chain(model.embeds.iter().map(|field| each(field, true))).collect()
}

/// A type as the table writes it.
pub(super) fn written(text: &str) -> Ty {
    if let Some(target) = text.strip_prefix('*') {
        return Arc::new(TyKind::Pointer(written(target)));
    }
    if let Some(item) = text.strip_prefix("[]") {
        return Arc::new(TyKind::Slice(written(item)));
    }
    if let Some((key, value)) = text.strip_prefix("map[").and_then(|rest| rest.split_once(']')) {
        return Arc::new(TyKind::Map(written(key), written(value)));
    }
    if is_builtin_type(text) { ty::basic(text) } else { Arc::new(TyKind::Library(Name::from(text), Box::default())) }
}
