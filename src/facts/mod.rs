//! The language-neutral model to which both front ends lower, and all that the analysis may know.
//!
//! Facts are what was *seen* in one file: declarations, bodies, comments. They are plain data with
//! typed ids and interned names; no syntax tree and no type is in them. What *follows* from the
//! facts of all files is the analysis' work.
//!
//! | word | means here |
//! |---|---|
//! | access | one use of a map: get, insert, remove, iterate, len, clear |
//! | lock, lockset | a thing that excludes; the locks certainly held at an access |
//! | guarded-by | the lock that a map's accesses agree on, declared or inferred |
//! | happens-before | order forced by spawn, join, channel, `Once`, lock hand-over |
//! | may-happen-in-parallel | two accesses that no order separates, on threads that can overlap |
//! | thread root | where a thread starts: `main`, `go f()`, `thread::spawn`, a handler |
//! | call graph, points-to | who may call whom; which map or lock a name may stand for |
//! | escape, ownership | leaves its creator's sight; still reachable from one thread alone |
//! | summary | what a caller must know of a function, and nothing more |
//!
//! A Go method and the facts it becomes (as `maplint facts` prints them):
//!
//! ```text
//! func (c *Counter) Add(k string) {    fn Counter.Add(c: *Counter; k: string)
//!     c.mu.Lock()                        call c.mu.Lock()
//!     defer c.mu.Unlock()                defer call c.mu.Unlock()
//!     c.n[k]++                           update c.n[k] by 1
//! }
//! ```
//!
//! and a Rust one:
//!
//! ```text
//! fn add(&self, k: u32) {              fn Counter::add(self: &Self; k: u32)
//!     *self.n.lock().unwrap()            update call (*self.n.lock().unwrap()).entry(k).or_insert(0)
//!         .entry(k).or_insert(0) += 1;
//! }
//! ```

mod body;
mod builder;
pub(crate) mod digest;
pub mod directive;
mod dump;
mod function;
mod ids;
mod large;
mod library;
mod repair;
mod requirement;
mod temporaries;
mod types;

pub use body::*;
pub use builder::ProgramBuilder;
pub use directive::*;
pub use dump::dump;
pub use function::*;
pub use ids::*;
pub use large::TOO_LARGE;
pub use library::*;
pub use repair::Repair;
pub use requirement::*;
pub use types::*;

use crate::source::{BuildConstraint, FileId, Language, Span};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;

/// An interned name.
pub type Name = ustr::Ustr;

/// All that one file says.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct FileFacts {
    /// Go's package clause; empty in Rust.
    pub package: Name,
    /// Carries the standard header of generated code.
    pub generated: bool,
    /// In which builds the file takes part.
    pub build: BuildConstraint,
    /// Scopes with their imports; the first is the file's own (in Rust: its module's).
    pub scopes: Vec<Scope>,
    /// Types as written, pointed to by id.
    pub type_exprs: Vec<TypeExpr>,
    /// Declared types, also those inside functions.
    pub types: Vec<TypeDecl>,
    /// Package variables, constants, statics.
    pub vars: Vec<VarDecl>,
    /// Functions and methods.
    pub functions: Vec<Function>,
    /// Rust trait impls.
    pub impls: Vec<TraitImpl>,
    /// Contracts and suppressions.
    pub directives: Vec<Directive>,
    /// What could not be read, where a declaration or function was truly lost.
    pub losses: Vec<Loss>,
    /// Rust crate attributes that matter (`no_std`), and `cfg(test)` on the file's module.
    pub attributes: Vec<Name>,
}

impl FileFacts {
    /// What the file itself imports: in Go, all of its imports.
    pub fn imports(&self) -> impl Iterator<Item = &Import> {
        self.scopes.first().into_iter().flat_map(|scope| &scope.imports)
    }

    /// The paths of all that it imports, as one name each (Go), in the order of the file.
    pub fn import_paths(&self) -> impl Iterator<Item = Name> {
        self.imports().filter_map(|import| import.path.first().copied())
    }
}

/// A part of a file that could not be parsed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Loss {
    /// Where.
    pub span: Span,
    /// What the parser says, in lower case, without a full stop.
    pub message: String,
}

/// Names that a region of a file can see beside its own declarations.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scope {
    /// The scope around it; `None` for the file's.
    pub parent: Option<ScopeId>,
    /// The name of a Rust inline module; empty for a function's scope. The parent is looked into
    /// for names only through a function's scope, not through a module's.
    pub module: Name,
    /// Imports.
    pub imports: Vec<Import>,
    /// Inside `#[cfg(test)]`.
    pub in_test: bool,
}

/// One imported name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Import {
    /// Go: the import path as one name. Rust: the segments of the path.
    pub path: Box<[Name]>,
    /// The name it is known by here. Go: the written alias, else `None` (the package's own name,
    /// known only when the package is). Rust: always set, but for a glob.
    pub alias: Option<Name>,
    /// Go `import . "x"`, Rust `use x::*`.
    pub glob: bool,
    /// Rust `pub use`: others see it through this module.
    pub exported: bool,
    /// Where it stands.
    pub span: Span,
}

/// All files of a run, and how they belong together.
#[derive(Clone, Debug, Default)]
pub struct Program {
    /// Facts by [`FileId`]; an unreadable file has empty ones. Those of a file may be part of several programs.
    pub files: Vec<Arc<FileFacts>>,
    /// By [`FileId`].
    pub infos: Vec<FileInfo>,
    /// Go packages and Rust crates (targets).
    pub units: Vec<Unit>,
    /// Go packages outside the project that are on this machine, sorted by path.
    pub libraries: Arc<[LibraryPackage]>,
    /// Library tables.
    pub go: Library,
    /// Library tables.
    pub rust: Library,
    /// Which maps must carry a promise, by the file of their declaration.
    pub requirements: BTreeMap<FileId, Vec<Required>>,
}

/// A Go package outside the project, as far as the project uses it: types, and functions without their
/// bodies.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct LibraryPackage {
    /// Its import path.
    pub path: Name,
    /// Its package clause.
    pub name: Name,
    /// What its files declare, in the order of their names.
    pub files: Vec<FileFacts>,
}

/// What the source stage knows of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileInfo {
    /// Its language.
    pub language: Language,
    /// As shown: relative to the working directory, with `/`.
    pub path: String,
    /// The unit it belongs to.
    pub unit: Option<UnitId>,
    /// Rust: its module path inside its crate, outermost first.
    pub module: Vec<Name>,
    /// Asked for on the command line; others are read as context only.
    pub requested: bool,
    /// A Go `_test.go` file; a Rust file under `tests/`, `benches/`, `examples/` or in a `cfg(test)` module.
    pub test: bool,
}

/// A Go package (of one name in one folder) or a Rust crate (one target).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    /// Its language.
    pub language: Language,
    /// Go: the import path. Rust: the crate's name, `-` as `_`.
    pub path: Name,
    /// Go: the package clause; Rust: as `path`.
    pub name: Name,
    /// Its files, sorted.
    pub files: Vec<FileId>,
    /// Go: the module's path. Rust: the workspace's root folder as shown.
    pub module: Name,
    /// A Go `main` package, a Rust binary: nobody imports it.
    pub is_main: bool,
    /// A Go external test package, a Rust test, bench or example target.
    pub is_test: bool,
    /// Rust's edition: 2015, 2018, 2021, 2024; 0 in Go.
    pub edition: u16,
    /// The language version of a Go module, where it says one: (1, 22).
    pub go_version: Option<(u16, u16)>,
    /// Rust: names by which this crate knows others of the workspace, and theirs (`dep renamed`).
    pub dependencies: Vec<(Name, Name)>,
}

impl Program {
    /// The facts of a file.
    pub fn file(&self, id: FileId) -> &FileFacts {
        &self.files[id.index()]
    }

    /// What the source stage knows of a file.
    pub fn info(&self, id: FileId) -> &FileInfo {
        &self.infos[id.index()]
    }

    /// The library table of a language.
    pub fn library(&self, language: Language) -> &Library {
        match language {
            Language::Go => &self.go,
            Language::Rust => &self.rust,
        }
    }
}
