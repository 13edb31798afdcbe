//! `maplint lsp`: the language server, on standard input and output.

use super::args::LspArgs;
use super::{CLEAN, blocking, refuse};
use crate::driver;
use crate::lsp::{self, Setup};
use crate::report::Day;
use crate::report::terminal::ColorWhen;
use crate::source::normal_path;
use std::io;

/// The client ended with no request to shut down before.
const OUT_OF_ORDER: u8 = 1;

/// Serves until the client ends. The exit code is the protocol's.
pub(super) fn lsp(args: &LspArgs) -> u8 {
    let cwd = match driver::working_directory() {
        Ok(cwd) => cwd,
        Err(problem) => return refuse([&problem], ColorWhen::Auto),
    };
    if let Err(wrong) = Day::today() {
        return refuse([&blocking("", &wrong)], ColorWhen::Auto);
    }
    if let Some(config) = args.rules.config.as_ref().filter(|config| !config.is_file()) {
        return refuse([&blocking(&config.display().to_string(), &"there is no such config")], ColorWhen::Auto);
    }
    let setup = Setup {
        rule_folders: args.rules.folders.iter().map(|folder| normal_path(&cwd, folder)).collect(),
        config: args.rules.config.as_ref().map(|config| normal_path(&cwd, config)),
        no_config: args.rules.no_config,
        threads: args.threads,
    };
    if lsp::serve(io::stdin(), io::stdout(), setup) { CLEAN } else { OUT_OF_ORDER }
}
