//! What follows from the facts of all files: whole-program questions, one file each.

pub mod model;
pub mod rust;
pub mod symbols;
pub mod ty;

pub use model::Model;
