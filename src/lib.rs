//! maplint finds what will go wrong with maps in Go and Rust code.

pub mod analysis;
pub mod diagnostic;
pub mod driver;
pub mod facts;
pub mod source;
