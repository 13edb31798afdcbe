//! Syntax to facts: one folder a language, neither knows of the other.

<<<<<<< HEAD
pub mod go;
=======
>>>>>>> rust
pub mod rust;
