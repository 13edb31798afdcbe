//! Go source to facts.
//!
//! The syntax comes from tree-sitter's grammar, which reads any text: a broken file loses what is
//! broken in it and nothing else. A text that is plainly well formed, as nearly all are, is read by `strict`
//! in a tenth of the time; both give the same tree. Names of locals are resolved here, all others by the
//! analysis, which sees the whole program.

mod heads;
mod kind;
mod lower;
mod lower_expr;
mod lower_stmt;
mod lower_type;
mod lower_value;
mod outline;
mod parse;
mod scope;
mod strict;
mod token;
mod tree;

#[cfg(test)]
mod tests;

pub use outline::{Declaration, Found, Outline};

use crate::facts::{FileFacts, Library};
use std::sync::LazyLock;

/// The facts of a Go file. Pure: the same text gives the same facts. Of `file_name` only the ending
/// `_test.go` matters; build constraints and what else follows from the file's place are not filled
/// in. Nesting of up to 2,000 levels is followed, for which a stack of 64 MiB is enough.
pub fn lower(text: &str, file_name: &str) -> FileFacts {
    lower::lower(text, file_name)
}

/// What a file of a package outside the project declares: its types, and the functions and methods
/// whose names are wanted, without their bodies. What is broken is left out.
pub fn outline(text: &str, is_wanted: impl Fn(&str) -> bool) -> Outline {
    Outline::new(text, is_wanted)
}

/// What Go's standard library and well-known modules mean.
pub fn library() -> Library {
    // A process may make many runs: the server does, and a run that tries fixes.
    static LIBRARY: LazyLock<Library> =
        LazyLock::new(|| toml::from_str(include_str!("models.toml")).expect("the embedded table is checked by a test"));
    LIBRARY.clone()
}
