//! Arguments in, exit code out: 0 clean, 1 findings, 2 could not do the work.

use std::process::ExitCode;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    ExitCode::from(maplint::cli::run(std::env::args_os()))
}
