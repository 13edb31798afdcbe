//! Types outside the tree, as the table of libraries describes them: structs whose fields are maps, and
//! maps with a name.

use super::names::{FieldInfo, Names, is_builtin_type};
use crate::analysis::ty::{self, Ty, TyKind};
use crate::facts::{Name, Runs, StructModel, TypeModelKind};

/// The table's entry for a struct type outside the tree.
pub(super) fn model<'p>(names: &Names<'p>, ty: &Ty) -> Option<&'p StructModel> {
    match &*names.deref(ty) {
        TyKind::Library(path, _) => names.struct_model(*path),
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
    names.struct_model(*path)?.map.as_deref().map(written)
}

/// Whether a library's map is made by those who use it: the table says so, or knows nothing of it.
pub(super) fn is_plain_map(names: &Names<'_>, path: Name) -> bool {
    names.struct_model(path).is_none_or(|model| model.plain)
}

/// Whether the table knows the field of a library's struct.
pub(super) fn has_field(names: &Names<'_>, path: Name, field: Name) -> bool {
    names.struct_model(path).is_some_and(|model| model.fields.contains_key(field.as_str()) || model.embeds.contains_key(field.as_str()))
}

/// The fields of a library's struct that the table knows.
pub(super) fn fields(names: &Names<'_>, path: Name) -> Vec<FieldInfo> {
    let Some(model) = names.struct_model(path) else { return Vec::new() };
    let each = |(name, ty): (&String, &String), embedded| FieldInfo { name: Name::from(name), ty: written(ty), embedded };
    let fields = model.fields.iter().map(|field| each(field, false));
    fields.chain(model.embeds.iter().map(|field| each(field, true))).collect()
}

/// A type as the table writes it.
pub(super) fn written(text: &str) -> Ty {
    made_of(text, &[])
}

/// A type as the table writes it, with words that stand for types.
pub(super) fn made_of(text: &str, words: &[(&str, &Ty)]) -> Ty {
    if let Some((_, ty)) = words.iter().find(|(word, _)| *word == text) {
        return Ty::clone(ty);
    }
    if let Some(target) = text.strip_prefix('*') {
        return Ty::new(TyKind::Pointer(made_of(target, words)));
    }
    if let Some(item) = text.strip_prefix("[]") {
        return Ty::new(TyKind::Slice(made_of(item, words)));
    }
    if let Some((key, value)) = text.strip_prefix("map[").and_then(|rest| rest.split_once(']')) {
        return Ty::new(TyKind::Map(made_of(key, words), made_of(value, words)));
    }
    if let Some((path, args)) = text.strip_suffix(']').and_then(|text| text.split_once('[')) {
        let args = args.split(", ").map(|arg| made_of(arg, words)).collect();
        return Ty::new(TyKind::Library(Name::from(path), args));
    }
    if is_builtin_type(text) {
        Ty::new(TyKind::Basic(Name::from(text)))
    } else {
        Ty::new(TyKind::Library(Name::from(text), Box::default()))
    }
}

/// What a concurrent map holds, as far as its type says so.
pub(super) fn entry(names: &Names<'_>, map: &Ty) -> Ty {
    let value = names.model(map).and_then(|model| model.value);
    let held = match &*names.deref(map) {
        TyKind::Library(_, args) | TyKind::Named(_, args) => value.and_then(|value| args.get(value)).copied(),
        _ => None,
    };
    held.unwrap_or_else(ty::unknown)
}

/// What `range` gives of a library's sequence: key and item; of one that gives one thing alone, that
/// comes first.
pub(super) fn items(names: &Names<'_>, ty: &Ty) -> Option<(Ty, Ty)> {
    let TyKind::Library(_, args) = &**ty else { return None };
    let model = names.model(ty).filter(|model| model.kind == TypeModelKind::Sequence)?;
    let at = |index: Option<usize>| index.and_then(|index| args.get(index)).copied().unwrap_or_else(ty::unknown);
    Some((at(model.key), at(model.value)))
}
