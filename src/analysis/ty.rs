//! Types as the analysis knows them: names resolved, aliases seen through, no compiler asked.
//!
//! `Unknown` is the top of the order: nothing may be concluded from it. A type is a small tree, of
//! which each that is the same is there once: it is compared by where it lies.

use crate::facts::{Name, TypeExprId};
use crate::source::FileId;
use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::cell::RefCell;
use std::fmt;
use std::hash::{BuildHasher, Hash, Hasher};
use std::ops::Deref;
use std::sync::{LazyLock, Mutex, PoisonError};

/// A type declared in the tree: an index into [`super::symbols::Symbols::types`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct TypeId(pub u32);

/// A function with a declaration in the tree: an index into [`super::symbols::Symbols::functions`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct FunctionId(pub u32);

/// A package variable, constant or static: an index into [`super::symbols::Symbols::vars`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct VarId(pub u32);

/// A type: one word to copy and compare. What it leads to stays to the end of the process: of types there are far fewer than
/// of values that have them, and threads that counted the users of each would wait for each other.
#[derive(Clone, Copy)]
pub struct Ty(&'static TyKind);

/// Types are kept in so many sets, so that threads seldom meet at one. A power of two.
const SHARDS: usize = 64;

/// All types that were made so far, by their hashes.
static MADE: LazyLock<[Mutex<FxHashSet<&'static TyKind>>; SHARDS]> = LazyLock::new(|| std::array::from_fn(|_| Mutex::default()));

impl Ty {
    /// The type of that kind.
    pub fn new(kind: TyKind) -> Ty {
        // The upper bits: the lower ones say where in its set it lies.
        let shard = FxBuildHasher.hash_one(&kind) >> (u64::BITS - SHARDS.ilog2());
        // A set is whole whoever panicked meanwhile: it only ever gains a type.
        let mut made = MADE[shard as usize].lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = made.get(&kind) {
            return Ty(known);
        }
        let kept: &'static TyKind = Box::leak(Box::new(kind));
        made.insert(kept);
        Ty(kept)
    }
}

impl Deref for Ty {
    type Target = TyKind;

    fn deref(&self) -> &TyKind {
        self.0
    }
}

impl PartialEq for Ty {
    fn eq(&self, other: &Ty) -> bool {
        std::ptr::eq(self.0, other.0)
    }
}

impl Eq for Ty {}

impl Hash for Ty {
    fn hash<H: Hasher>(&self, state: &mut H) {
        std::ptr::hash(self.0, state);
    }
}

impl fmt::Debug for Ty {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

impl Serialize for Ty {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Ty {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Ty, D::Error> {
        TyKind::deserialize(deserializer).map(Ty::new)
    }
}

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
    static UNKNOWN: LazyLock<Ty> = LazyLock::new(|| Ty::new(TyKind::Unknown));
    *UNKNOWN
}

/// The builtin type of that name.
pub fn builtin(name: Name) -> Ty {
    thread_local! {
        static KNOWN: RefCell<FxHashMap<Name, Ty>> = RefCell::default();
    }
    KNOWN.with_borrow_mut(|known| *known.entry(name).or_insert_with(|| Ty::new(TyKind::Basic(name))))
}

/// A type declared in the tree, of no type arguments.
pub fn named(id: TypeId) -> Ty {
    Ty::new(TyKind::Named(id, Box::default()))
}

/// A builtin type, of those that literals and operators have.
pub fn basic(name: &'static str) -> Ty {
    thread_local! {
        static KNOWN: RefCell<FxHashMap<&'static str, Ty>> = RefCell::default();
    }
    KNOWN.with_borrow_mut(|known| *known.entry(name).or_insert_with(|| builtin(Name::from(name))))
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
        return *ty;
    }
    let each = |list: &[Ty]| -> Box<[Ty]> { list.iter().map(|ty| substitute(ty, params, args)).collect() };
    Ty::new(match &**ty {
        TyKind::Param(name) => match params.iter().position(|param| param == name).and_then(|at| args.get(at)) {
            Some(arg) => return *arg,
            None => return *ty,
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
        TyKind::Unknown | TyKind::Basic(_) | TyKind::Struct(..) | TyKind::Interface(..) => return *ty,
    })
}

#[cfg(test)]
mod tests {
    use super::{Ty, TyKind, basic};
    use std::thread;

    fn tables() -> Vec<Ty> {
        let item = |index: u64| Ty::new(TyKind::Array(basic("int"), Some(index)));
        (0..1000).map(|index| Ty::new(TyKind::Map(item(index), item(index + 1)))).collect()
    }

    #[test]
    fn what_several_threads_make_is_there_once() {
        let made: Vec<Vec<Ty>> = thread::scope(|scope| {
            let threads: Vec<_> = (0..4).map(|_| scope.spawn(tables)).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        assert!(made.iter().all(|tables| *tables == made[0]));
        let TyKind::Map(_, item) = &*made[0][0] else { panic!("a map is made") };
        assert!(matches!(&*made[1][1], TyKind::Map(key, _) if key == item));
    }

    #[test]
    fn what_differs_in_a_part_is_another() {
        let tables = tables();
        for (at, one) in tables.iter().enumerate() {
            assert!(tables[at + 1..].iter().all(|other| one != other));
        }
        assert_ne!(Ty::new(TyKind::Slice(tables[0])), Ty::new(TyKind::Channel(tables[0])));
    }
}
