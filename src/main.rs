//! Arguments in, exit code out: 0 clean, 1 findings, 2 could not do the work.

fn main() {}
