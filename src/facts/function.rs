//! Functions and methods.

use super::Name;
use super::body::Body;
use super::ids::{LocalId, NodeId, ScopeId, TypeExprId};
use super::types::TypeParam;
use crate::source::Span;
use serde::{Deserialize, Serialize};

/// A function, method, or the initialisers of a file's variables.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Function {
    /// Its name (`init` in Go may occur more than once).
    pub name: Name,
    /// Where the name stands.
    pub name_span: Span,
    /// The whole declaration.
    pub span: Span,
    /// The scope whose names it uses; a Rust function with `use` or items inside has one of its own.
    pub scope: ScopeId,
    /// The receiver's type (in Go without its pointer) or the `impl`'s; `None` for a free function. A Rust trait's default method
    /// has the trait's path here.
    pub owner: Option<TypeExprId>,
    /// Rust `impl Trait for Type`: the trait.
    pub trait_: Option<TypeExprId>,
    /// Type parameters, of the `impl` too; a Go receiver's type parameters come first.
    pub type_params: Vec<TypeParam>,
    /// Go receiver or Rust `self`, a local of kind `Receiver`.
    pub receiver: Option<LocalId>,
    /// Parameters in order, as locals that ascend, the receiver left out. A Go variadic parameter has a slice type.
    pub params: Vec<LocalId>,
    /// The last parameter is variadic (Go).
    pub variadic: bool,
    /// Result types; in Rust at most one (unwrapped from neither `Result` nor `impl Future`).
    pub results: Vec<TypeExprId>,
    /// Go named results, in the order of `results`.
    pub named_results: Vec<LocalId>,
    /// The arena; empty where there is no body.
    pub body: Body,
    /// The body's root; `None` where there is none (assembly, extern, trait).
    pub root: Option<NodeId>,
    /// What kind.
    pub kind: FunctionKind,
    /// Visible outside its package or crate (the function's own name; not its type's).
    pub exported: bool,
    /// Rust `async fn`.
    pub is_async: bool,
    /// Rust `unsafe fn`.
    pub is_unsafe: bool,
    /// Rust `extern "C" fn`.
    pub is_extern: bool,
    /// Rust attributes by their paths as written (`test`, `tokio::main`), without arguments; in Go none.
    pub attributes: Vec<Name>,
    /// In test code: a Go `_test.go` file, Rust `#[test]`, `#[cfg(test)]`, `tests/`, `benches/`.
    pub in_test: bool,
}

impl Function {
    /// Where a parameter stands among the others, from 0; `None` for the receiver, and for each other local.
    pub fn param(&self, local: LocalId) -> Option<usize> {
        self.params.binary_search(&local).ok()
    }
}

/// Kinds of [`Function`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum FunctionKind {
    /// An ordinary function or method.
    Ordinary,
    /// Go's `init`: runs once, before `main`, on one goroutine.
    Init,
    /// The initialisers of a file's variables, as assignments to their names. In Rust one for each
    /// scope that declares some.
    Initialiser,
}
