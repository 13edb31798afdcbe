//! `maplint config`: the config that holds, where it is, whether it is sound, and what it may say.

use super::args::ConfigCommand;
use super::{CLEAN, blocking, print, refuse};
use crate::config::{Config, NAME, effective, json_schema};
use crate::driver;
use crate::report::terminal::{ColorWhen, printable, printable_lines};
use crate::report::{Problem, write_json};
use std::path::Path;

/// Answers what is asked about the config.
pub(super) fn config(command: &ConfigCommand) -> u8 {
    let answer = match command {
        ConfigCommand::Schema => Ok(print(|out| write_json(&json_schema(), out))),
        ConfigCommand::Show { path } => nearest(path).map(|config| {
            let text = effective(&config);
            print(|out| out.write_all(printable_lines(&text).as_bytes()))
        }),
        ConfigCommand::Path { path } => nearest(path).map(|config| match config.shown() {
            Some(shown) => print(|out| writeln!(out, "{}", printable(shown))),
            None => CLEAN,
        }),
        ConfigCommand::Check { file } => check(file.as_deref()),
    };
    answer.unwrap_or_else(|problems| refuse(&problems, ColorWhen::Auto))
}

fn nearest(path: &Path) -> Result<Config, Vec<Problem>> {
    Config::nearest_to(path, &working_directory()?)
}

/// Keys, values and patterns are checked when a config is read; here also the names in it, and the rules
/// that it loads.
fn check(file: Option<&Path>) -> Result<u8, Vec<Problem>> {
    let config = match file {
        Some(file) => Config::of_file(file, &working_directory()?)?,
        None => nearest(Path::new("."))?,
    };
    let Some(shown) = config.shown() else {
        return Err(vec![blocking("", &format!("there is no {NAME} in this folder or above it"))]);
    };
    let rules = driver::rules(config.rule_folders());
    let problems: Vec<Problem> = rules.problems.into_iter().chain(config.unknown_names(&rules.infos)).collect();
    if !problems.is_empty() {
        return Err(problems);
    }
    Ok(print(|out| writeln!(out, "{} is well formed", printable(shown))))
}

fn working_directory() -> Result<std::path::PathBuf, Vec<Problem>> {
    driver::working_directory().map_err(|problem| vec![problem])
}
