//! Syntax becomes facts here: one folder a language, neither knows of the other.

pub mod go;
