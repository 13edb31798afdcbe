//! Files, and where they belong: the only part of the crate that touches the disk to read.

mod build;
mod folder;
mod span;

pub use build::BuildConstraint;
pub use folder::{FolderText, texts_in_folder};
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
