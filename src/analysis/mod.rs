//! What follows from the facts of all files: whole-program questions, one file each.

pub mod go;
pub mod model;
pub mod symbols;
pub mod ty;

pub use model::Model;
