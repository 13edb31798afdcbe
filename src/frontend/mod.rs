//! Syntax to facts: one folder a language, neither knows of the other.

pub mod go;
mod interned;
#[cfg(test)]
mod mutants;
pub mod rust;
