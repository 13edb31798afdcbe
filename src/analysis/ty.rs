//! Types as the analysis knows them: names resolved, aliases seen through, no compiler asked.
//!
//! `Unknown` is the top of the order: nothing may be concluded from it. A type is a small tree
//! behind `Arc`, so that it can be handed between threads and compared by structure.

use crate::facts::{Name, TypeExprId};
use crate::source::FileId;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use std::cell::RefCell;
use std::sync::Arc;

/// A type declared in the tree: an index into [`super::symbols::Symbols::types`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct TypeId(pub u32);

/// A function with a declaration in the tree: an index into [`super::symbols::Symbols::functions`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct FunctionId(pub u32);

/// A package variable, constant or static: an index into [`super::symbols::Symbols::vars`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct VarId(pub u32);

/// A shared type.
pub type Ty = Arc<TyKind>;

/// What a type is.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum TyKind {
    /// Nothing is known.
    Unknown,
    /// A builtin by name: `int`, `string`, `u32`, `error`, `any`.
    Basic(Name),
    /// Declared in the tree, with its type arguments.
    Named(TypeId, Box<[Ty]>),
    /// Declared elsewhere, by its full path (`sync.Mutex`, `std::collections::HashMap`), with its
    /// type arguments.
    Library(Name, Box<[Ty]>),
    /// A pointer or reference.
    Pointer(Ty),
    /// A slice.
    Slice(Ty),
    /// An array, with its length where that is a literal.
    Array(Ty, Option<u64>),
    /// Go's map.
    Map(Ty, Ty),
    /// Go's channel.
    Channel(Ty),
    /// A function: parameters and results.
    Function(Box<[Ty]>, Box<[Ty]>),
    /// A tuple; several results.
    Tuple(Box<[Ty]>),
    /// A struct type without a name: the place that writes it is its identity.
    Struct(FileId, TypeExprId),
    /// An interface without a name, and Rust's `dyn`/`impl` of more than one bound.
    Interface(FileId, TypeExprId),
    /// A type parameter of the declaration it is used in.
    Param(Name),
}

/// The type of which nothing is known.
pub fn unknown() -> Ty {
    // One for each thread: threads that count the users of one type wait for each other.
    thread_local! {
        static UNKNOWN: Ty = Arc::new(TyKind::Unknown);
    }
    UNKNOWN.with(Arc::clone)
}

/// The builtin type of that name.
pub fn builtin(name: Name) -> Ty {
    thread_local! {
        static KNOWN: RefCell<FxHashMap<Name, Ty>> = RefCell::default();
    }
    KNOWN.with_borrow_mut(|known| known.entry(name).or_insert_with(|| Arc::new(TyKind::Basic(name))).clone())
}

/// A type declared in the tree, of no type arguments.
pub fn named(id: TypeId) -> Ty {
    Arc::new(TyKind::Named(id, Box::default()))
}

/// A builtin type, of those that literals and operators have.
pub fn basic(name: &'static str) -> Ty {
    thread_local! {
        static KNOWN: RefCell<FxHashMap<&'static str, Ty>> = RefCell::default();
    }
    KNOWN.with_borrow_mut(|known| known.entry(name).or_insert_with(|| builtin(Name::from(name))).clone())
}

impl TyKind {
    /// Nothing is known.
    pub fn is_unknown(&self) -> bool {
        matches!(self, TyKind::Unknown)
    }

    /// The type behind pointers.
    pub fn pointee(&self) -> &TyKind {
        let mut ty = self;
        while let TyKind::Pointer(target) = ty {
            ty = target;
        }
        ty
    }
}

/// Replaces type parameters by arguments: `params[i]` becomes `args[i]`; others stay.
pub fn substitute(ty: &Ty, params: &[Name], args: &[Ty]) -> Ty {
    if params.is_empty() || args.is_empty() {
        return ty.clone();
    }
    let each = |list: &[Ty]| -> Box<[Ty]> { list.iter().map(|ty| substitute(ty, params, args)).collect() };
    Arc::new(match &**ty {
        TyKind::Param(name) => match params.iter().position(|param| param == name).and_then(|at| args.get(at)) {
            Some(arg) => return arg.clone(),
            None => return ty.clone(),
        },
        TyKind::Named(id, list) => TyKind::Named(*id, each(list)),
        TyKind::Library(path, list) => TyKind::Library(*path, each(list)),
        TyKind::Pointer(inner) => TyKind::Pointer(substitute(inner, params, args)),
        TyKind::Slice(inner) => TyKind::Slice(substitute(inner, params, args)),
        TyKind::Array(inner, len) => TyKind::Array(substitute(inner, params, args), *len),
        TyKind::Map(key, value) => TyKind::Map(substitute(key, params, args), substitute(value, params, args)),
        TyKind::Channel(inner) => TyKind::Channel(substitute(inner, params, args)),
        TyKind::Function(inputs, outputs) => TyKind::Function(each(inputs), each(outputs)),
        TyKind::Tuple(list) => TyKind::Tuple(each(list)),
        TyKind::Unknown | TyKind::Basic(_) | TyKind::Struct(..) | TyKind::Interface(..) => return ty.clone(),
    })
}
