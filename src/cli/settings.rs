//! From flags to the settings of a run.

use super::args::{CheckArgs, RuleFolders};
use crate::config::{Choice, Flags, Settings};
use crate::driver::{self, Rules};
use crate::report::{Layer, Problem};
use std::path::PathBuf;

/// The settings of a check.
pub(super) fn of_check(args: &CheckArgs) -> Result<Settings, Vec<Problem>> {
    let CheckArgs { select, ignore, error, warn, note, .. } = args;
    let layer = Layer { select: select.clone(), ignore: ignore.clone(), error: error.clone(), warn: warn.clone(), note: note.clone() };
    let flags = Flags {
        layer,
        min_confidence: args.min_confidence,
        min_severity: args.min_severity,
        fail_on: args.fail_on,
        generated: args.generated,
    };
    settings(&args.rules, flags, &args.paths)
}

/// The settings of a run that reports no findings, over `paths`.
pub(super) fn of_paths(args: &RuleFolders, paths: &[PathBuf]) -> Result<Settings, Vec<Problem>> {
    settings(args, Flags::default(), paths)
}

/// The rules that there are in the working directory.
pub(super) fn rules(folders: &RuleFolders) -> Result<Rules, Vec<Problem>> {
    let settings = settings(folders, Flags::default(), &[])?;
    Ok(driver::rules(&settings.rule_folders(&folders.folders)))
}

fn settings(args: &RuleFolders, flags: Flags, paths: &[PathBuf]) -> Result<Settings, Vec<Problem>> {
    let choice = match &args.config {
        Some(file) => Choice::File(file),
        None if args.no_config => Choice::Defaults,
        None => Choice::Nearest,
    };
    let cwd = driver::working_directory().map_err(|problem| vec![problem])?;
    Settings::new(choice, flags, paths, &cwd)
}
