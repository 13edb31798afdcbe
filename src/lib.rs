//! maplint finds what will go wrong with maps in Go and Rust code.

pub mod analysis;
pub mod diagnostic;
pub mod facts;
pub mod frontend;
pub mod source;
