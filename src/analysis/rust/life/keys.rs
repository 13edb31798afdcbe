//! What the keys and values of a map are: an enum, a number, something that comes and goes; a value that
//! cannot be made again.

use super::super::types::{Context, Types, is_lock, is_map};
use crate::analysis::ty::{Ty, TyKind, TypeId};
use crate::diagnostic::life::{KeyKind, ValueKind};
use crate::facts::{ScopeId, TypeDeclKind, TypeExpr, TypeExprId, TypeModelKind};
use crate::source::FileId;

/// Enums with more variants are not said to fit an array.
const VARIANTS: usize = 64;
/// Written types are looked into this deep.
const DEPTH: usize = 12;

/// What a key is.
pub(super) fn key_kind(types: &Types<'_>, ty: &Ty) -> KeyKind {
    let ty = types.strip(ty);
    match &*ty {
        TyKind::Named(id, _) => {
            let (_, decl) = types.symbols.type_decl(types.program, *id);
            if variants(types, *id).is_some() {
                KeyKind::Enum
            } else if names_an_identity(&decl.name) {
                KeyKind::Identity
            } else {
                KeyKind::Other
            }
        }
        TyKind::Basic(name) => match name.as_str() {
            "bool" | "u8" | "i8" => KeyKind::Few,
            "char" | "str" | "f32" | "f64" => KeyKind::Other,
            _ => KeyKind::Integer,
        },
        TyKind::Library(..) if comes_and_goes(types, &ty) => KeyKind::Identity,
        TyKind::Tuple(parts) => {
            let kinds: Vec<KeyKind> = parts.iter().map(|part| key_kind(types, part)).collect();
            if kinds.contains(&KeyKind::Identity) { KeyKind::Identity } else { KeyKind::Other }
        }
        _ => KeyKind::Other,
    }
}

/// Whether the keys of the map in a written type are ids or keys of a type that another crate declares.
pub(super) fn is_foreign(types: &Types<'_>, file: FileId, scope: ScopeId, ty: TypeExprId) -> bool {
    let exprs = &types.program.file(file).type_exprs;
    let mut at = ty;
    for _ in 0..DEPTH {
        let Some(TypeExpr::Path { args, .. }) = exprs.get(at.index()) else { return false };
        let lowered = types.lower(file, scope, at, &Context::default());
        let Some(model) = types.model(&lowered) else { return false };
        let next = if is_map(model.kind) { model.key } else { Some(model.inner) };
        let Some(next) = next.and_then(|index| args.get(index)) else { return false };
        if is_map(model.kind) {
            let Some(TypeExpr::Path { path, .. }) = exprs.get(next.index()) else { return false };
            let named = path.last().is_some_and(|last| ["Id", "ID", "Key"].iter().any(|end| last.ends_with(end)));
            return named && types.names.is_foreign(file, scope, path);
        }
        at = *next;
    }
    false
}

/// The number of variants of an enum of the workspace that has no fields and not too many variants.
pub(super) fn variants(types: &Types<'_>, id: TypeId) -> Option<usize> {
    let (_, decl) = types.symbols.type_decl(types.program, id);
    match &decl.kind {
        TypeDeclKind::Enum(variants) if variants.iter().all(|(_, fields)| fields.is_empty()) => {
            (1..=VARIANTS).contains(&variants.len()).then_some(variants.len())
        }
        _ => None,
    }
}

/// What a value is.
pub(super) fn value_kind(types: &Types<'_>, ty: Option<&Ty>) -> ValueKind {
    let Some(ty) = ty else { return ValueKind::Set };
    if matches!(&**ty, TyKind::Tuple(parts) if parts.is_empty()) {
        return ValueKind::Unit;
    }
    if has_identity(types, ty) {
        return ValueKind::Identity;
    }
    if is_cheap(types, ty) { ValueKind::Cheap } else { ValueKind::Other }
}

/// It is a sender, a handle, a lock or the like: an equal one is not the same. A struct that has one
/// somewhere says nothing of how many there will be.
fn has_identity(types: &Types<'_>, ty: &Ty) -> bool {
    match &**ty {
        TyKind::Library(..) if types.model(ty).is_some_and(|model| model.identity) => true,
        TyKind::Library(..) if types.kind(ty) != TypeModelKind::Plain => types.inner(ty).is_some_and(|inner| has_identity(types, &inner)),
        TyKind::Tuple(parts) => parts.iter().any(|part| has_identity(types, part)),
        _ => false,
    }
}

/// A clone of it costs little: `Copy`, a shared pointer, a type parameter that the code clones itself.
fn is_cheap(types: &Types<'_>, ty: &Ty) -> bool {
    match &**ty {
        TyKind::Basic(name) => name.as_str() != "str",
        TyKind::Param(_) | TyKind::Pointer(_) => true,
        TyKind::Library(..) => types.kind(ty) == TypeModelKind::Shared || types.model(ty).is_some_and(|model| model.copy),
        TyKind::Named(id, _) => {
            let (_, decl) = types.symbols.type_decl(types.program, *id);
            decl.derives.iter().any(|derive| derive.as_str() == "Copy")
        }
        TyKind::Tuple(parts) => parts.iter().all(|part| is_cheap(types, part)),
        _ => false,
    }
}

/// The DashMap in a DashMap, or behind a lock, as it is written; empty where there is none. What an
/// `Arc` shares goes its own ways.
pub(super) fn nested(types: &Types<'_>, locks: &[TypeModelKind], map: &Ty) -> String {
    let concurrent = |kind| matches!(kind, TypeModelKind::ShardedMap | TypeModelKind::ConcurrentMap);
    let kind = types.kind(map);
    if concurrent(kind) && locks.iter().any(|lock| is_lock(*lock)) {
        return types.show(map);
    }
    let TyKind::Library(_, args) = &**map else { return String::new() };
    let value = types.model(map).and_then(|model| args.get(model.value?));
    match value {
        Some(value) if kind == TypeModelKind::ShardedMap && is_map(types.kind(value)) && concurrent(types.kind(value)) => types.show(value),
        _ => String::new(),
    }
}

/// A library's type whose values stand for things that come and go.
fn comes_and_goes(types: &Types<'_>, ty: &Ty) -> bool {
    types.model(ty).is_some_and(|model| model.comes_and_goes)
}

/// A name that ends in what stands for one of many that come and go.
fn names_an_identity(name: &str) -> bool {
    let stem = ["Id", "ID", "Key", "Addr", "Address", "Handle", "Token"].iter().find_map(|end| name.strip_suffix(end)).unwrap_or(name);
    const WORDS: &[&str] = &[
        "Peer",
        "Conn",
        "Connection",
        "Session",
        "Request",
        "Req",
        "Tx",
        "Txn",
        "Transaction",
        "Client",
        "User",
        "Account",
        "Socket",
        "Stream",
        "Channel",
        "Sub",
        "Subscription",
        "Subscriber",
        "Query",
        "Message",
        "Msg",
        "Job",
        "Task",
        "Call",
        "Fetch",
        "Ticket",
        "Remote",
        "Endpoint",
        "Host",
        "Worker",
    ];
    stem.len() < name.len() && WORDS.iter().any(|word| stem.ends_with(word))
}
