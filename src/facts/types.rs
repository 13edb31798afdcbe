//! Types as the source writes them, and the declarations that carry them.
//!
//! Nothing is resolved here: a name is what stands in the file, with the scope in which it stands.

use super::Name;
use super::ids::{ScopeId, TypeExprId};
use crate::source::Span;
use serde::{Deserialize, Serialize};

/// A type as written. Children are indices into the same file's `type_exprs`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum TypeExpr {
    /// Left out, inferred (`_`), or of a form the front end does not model.
    Unknown,
    /// A name, qualified or not, with its type arguments: Go `pkg.T[A]`, Rust `a::b::T<A>`.
    /// Rust lifetimes and constants are left out; `Self` stays as written.
    Path {
        /// The segments in order; a leading empty name stands for Rust's `::a`.
        path: Box<[Name]>,
        /// Type arguments of the last segment.
        args: Box<[TypeExprId]>,
    },
    /// Go `*T`, Rust `&T`, `&mut T`, `*mut T`, `*const T`.
    Pointer {
        /// The type pointed to.
        target: TypeExprId,
        /// Rust `&mut` and `*mut`; always true in Go.
        mutable: bool,
        /// A Rust raw pointer.
        raw: bool,
    },
    /// Go `[]T` (also a variadic parameter's type), Rust `[T]`.
    Slice(TypeExprId),
    /// Go `[n]T`, Rust `[T; n]`; the length where it is a literal.
    Array(TypeExprId, Option<u64>),
    /// Go's `map[K]V`. Rust maps are paths.
    Map(TypeExprId, TypeExprId),
    /// Go's `chan T`, either direction.
    Channel(TypeExprId),
    /// A function type: Go `func(A) R`, Rust `fn(A) -> R`, `impl Fn(A) -> R`, `dyn FnMut(A)`.
    Function {
        /// Parameter types in order.
        params: Box<[TypeExprId]>,
        /// Result types in order.
        results: Box<[TypeExprId]>,
    },
    /// A Rust tuple; Go's multiple results.
    Tuple(Box<[TypeExprId]>),
    /// A Go struct type literal.
    Struct(Vec<Field>),
    /// A Go interface type literal; Rust `dyn A + B` and `impl A + B` (bounds in `embeds`).
    Interface {
        /// Methods declared in place.
        methods: Vec<MethodSignature>,
        /// Embedded interfaces, union members, trait bounds.
        embeds: Box<[TypeExprId]>,
    },
}

/// One field of a struct, or of an enum variant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Field {
    /// The name; of an embedded Go field the last segment of its type; of a tuple field its index.
    pub name: Name,
    /// Its type.
    pub ty: TypeExprId,
    /// Where the name stands.
    pub span: Span,
    /// A Go embedded field.
    pub embedded: bool,
    /// A tag says how it is encoded: Go `json:"name"`.
    pub encoded: bool,
    /// Visible outside its package or crate.
    pub exported: bool,
}

/// A method that an interface or trait declares.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MethodSignature {
    /// The name.
    pub name: Name,
    /// Parameter types, the receiver left out.
    pub params: Box<[TypeExprId]>,
    /// Result types.
    pub results: Box<[TypeExprId]>,
}

/// A type parameter and its bounds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TypeParam {
    /// The name.
    pub name: Name,
    /// Bounds: a Go constraint, Rust `T: A + B` (where clauses too).
    pub bounds: Box<[TypeExprId]>,
}

/// What a type declaration declares.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum TypeDeclKind {
    /// A struct with its fields; a Rust tuple struct has fields named `0`, `1`, …
    Struct(Vec<Field>),
    /// A Rust enum: variants with their fields (empty where fieldless).
    Enum(Vec<(Name, Vec<Field>)>),
    /// Go `type A = B`, Rust `type A = B;`: another name of the same type.
    Alias(TypeExprId),
    /// Go `type A B`: a new type with B's structure (`type Set map[string]bool`).
    Defined(TypeExprId),
    /// A Go interface, a Rust trait.
    Interface {
        /// Its methods.
        methods: Vec<MethodSignature>,
        /// Embedded interfaces, supertraits.
        embeds: Box<[TypeExprId]>,
    },
}

/// A declared type.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TypeDecl {
    /// Its name.
    pub name: Name,
    /// Where the name stands.
    pub name_span: Span,
    /// The whole declaration.
    pub span: Span,
    /// The scope whose names its types use, and in which it is declared. A type declared inside a
    /// function has that function's scope.
    pub scope: ScopeId,
    /// Type parameters in order.
    pub params: Vec<TypeParam>,
    /// What it is.
    pub kind: TypeDeclKind,
    /// Visible outside its package or crate.
    pub exported: bool,
    /// Rust `#[derive(…)]` names, last segments only.
    pub derives: Vec<Name>,
    /// How its values lie in memory.
    pub representation: Representation,
}

/// How values of a declared type lie in memory, as far as its declaration says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Representation {
    /// As the language has it where nothing is said. Discriminants of an enum lie between 0 and 255, or are not written.
    Default,
    /// Rust `#[repr(u8)]` and the like: the type of an enum's discriminants.
    Discriminant(Name),
    /// Not to be told: unions, other `#[repr]`s, parts that only some builds have, larger discriminants.
    Other,
}

/// A package variable, constant, or Rust `static`/`const`/`thread_local!`/`lazy_static!` item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VarDecl {
    /// Its name.
    pub name: Name,
    /// Where the name stands.
    pub name_span: Span,
    /// The scope it is declared in.
    pub scope: ScopeId,
    /// The type, where written.
    pub ty: Option<TypeExprId>,
    /// What kind. Initialisers are assignments in the function of kind `Initialiser` of the same
    /// scope (in Go there is one for the file).
    pub kind: VarKind,
    /// Visible outside its package or crate.
    pub exported: bool,
}

/// How long a variable lives and who may write it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum VarKind {
    /// Go `var`.
    Variable,
    /// Go `const`, Rust `const`.
    Constant,
    /// Rust `static`, `lazy_static!`.
    Static,
    /// Rust `static mut`.
    StaticMut,
    /// Rust `thread_local!`: one for each thread.
    ThreadLocal,
}

/// A Rust `impl Trait for Type`, methods aside.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TraitImpl {
    /// The trait as written.
    pub trait_: TypeExprId,
    /// The implementing type.
    pub ty: TypeExprId,
    /// `unsafe impl`.
    pub is_unsafe: bool,
    /// `type X = …` inside: name and type (`Deref`'s `Target` among them).
    pub associated: Vec<(Name, TypeExprId)>,
    /// The scope it stands in.
    pub scope: ScopeId,
    /// The whole impl's head.
    pub span: Span,
}
