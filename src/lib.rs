//! maplint finds what will go wrong with maps in Go and Rust code.

pub mod analysis;
pub mod cli;
pub mod diagnostic;
pub mod driver;
pub mod facts;
pub mod frontend;
pub mod report;
pub mod rules;
pub mod source;
