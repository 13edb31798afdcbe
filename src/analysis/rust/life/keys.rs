//! What the keys and values of a map are: an enum, an index, something from the world outside, a
//! literal; a value that cannot be made again.

use super::super::types::{Types, is_map};
use crate::analysis::life::{KeyKind, ValueKind};
use crate::analysis::ty::{Ty, TyKind, TypeId};
use crate::facts::{TypeDeclKind, TypeExpr, TypeModelKind};
use rustc_hash::FxHashSet;

/// Enums with more variants are not said to fit an array.
const VARIANTS: usize = 64;
/// Types of the workspace that index vectors (`IndexVec<SymbolId, T>`), by last segment.
#[derive(Debug, Default)]
pub(super) struct Indices(FxHashSet<String>);

impl Indices {
    /// Gathers them from every written type.
    pub(super) fn new(types: &Types<'_>) -> Indices {
        let mut found = FxHashSet::default();
        for file in &types.program.files {
            for expr in &file.type_exprs {
                let TypeExpr::Path { path, args } = expr else { continue };
                let (Some(last), Some(index)) = (path.last(), args.first()) else { continue };
                if last.as_str() == "IndexVec"
                    && let Some(TypeExpr::Path { path, .. }) = file.type_exprs.get(index.index())
                    && let Some(name) = path.last()
                {
                    found.insert(name.to_string());
                }
            }
        }
        Indices(found)
    }

    /// Whether vectors are indexed by a type of that name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.0.contains(name)
    }
}

/// What a key is.
pub(super) fn key_kind(types: &Types<'_>, indices: &Indices, ty: &Ty) -> KeyKind {
    let ty = types.strip(ty);
    match &*ty {
        TyKind::Named(id, _) => {
            let (_, decl) = types.symbols.type_decl(types.program, *id);
            if variants(types, *id).is_some() {
                KeyKind::Enum
            } else if indices.has(&decl.name) {
                KeyKind::Index
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
        TyKind::Library(path, _) if is_outside(path) => KeyKind::Identity,
        TyKind::Tuple(parts) => {
            let kinds: Vec<KeyKind> = parts.iter().map(|part| key_kind(types, indices, part)).collect();
            if kinds.contains(&KeyKind::Identity) { KeyKind::Identity } else { KeyKind::Other }
        }
        _ => KeyKind::Other,
    }
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
        TyKind::Library(path, _) => {
            types.kind(ty) == TypeModelKind::Shared || is_outside(path) && !path.ends_with("PathBuf") && !path.ends_with("Url")
        }
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
    if concurrent(kind) && locks.iter().any(|lock| super::super::types::is_lock(*lock)) {
        return types.show(map);
    }
    let TyKind::Library(_, args) = &**map else { return String::new() };
    let value = types.model(map).and_then(|model| args.get(model.value?));
    match value {
        Some(value) if kind == TypeModelKind::ShardedMap && is_map(types.kind(value)) && concurrent(types.kind(value)) => types.show(value),
        _ => String::new(),
    }
}

/// Library types whose values come from the world outside, or count up without end.
fn is_outside(path: &str) -> bool {
    let last = path.rsplit("::").next().unwrap_or(path);
    matches!(
        last,
        "SocketAddr"
            | "SocketAddrV4"
            | "SocketAddrV6"
            | "IpAddr"
            | "Ipv4Addr"
            | "Ipv6Addr"
            | "Url"
            | "Uri"
            | "PathBuf"
            | "ThreadId"
            | "RawFd"
            | "OwnedFd"
            | "Uuid"
            | "Ulid"
            | "PeerId"
            | "Instant"
            | "SystemTime"
            | "TraceId"
            | "SpanId"
    )
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
    let suffixed = stem.len() < name.len();
    let url = matches!(name, "Url" | "Uri" | "Multiaddr");
    url || suffixed && WORDS.iter().any(|word| stem.ends_with(word)) || matches!(name, "Transaction" | "PeerId")
}
