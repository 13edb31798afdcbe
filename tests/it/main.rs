//! The tests of the whole: one program, since each would link all of maplint anew, which takes time and disk. A file is
//! about one thing that users see; `cargo test --test it report::` runs the tests of one.
//! `tests/capacity.rs` alone stands by itself: beside what it measures nothing else may run.

mod action;
mod add_ignore;
mod annotate;
mod baseline;
mod benches;
mod cache;
mod change;
mod cli;
mod config;
mod corpus;
mod determinism;
mod differential;
mod facts;
mod faults;
mod fix;
mod fixed_cases;
mod formats;
mod fuzzed;
mod hook;
mod hostile;
mod html;
mod killed;
mod lsp;
mod maps;
mod pages;
mod race;
mod report;
mod rules;
mod rust_builds;
mod rust_hangs;
mod sarif_tool;
mod scripts;
mod size;
mod support;
mod suppression;
mod tidy;
mod trees;
