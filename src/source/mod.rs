//! Files, and where they belong: the only part of the crate that touches the disk to read.

mod build;
mod build_lines;
mod disk;
mod error;
mod go_mod;
mod mod_scan;
mod pattern;
mod span;

pub use build::{BuildConstraint, may_coexist};
pub use disk::MAX_FILE_BYTES;
pub use error::{Error, Problem};
pub use span::{FileId, LineColumn, LineIndex, Location, Span};

use serde::{Deserialize, Serialize};

/// A source language.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// Go.
    #[default]
    Go,
    /// Rust.
    Rust,
}
