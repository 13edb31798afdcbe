//! `maplint init`: a config to start from, and the files of hooks and CI that are asked for.

use super::args::InitArgs;
use super::{CLEAN, blocking, fail, print};
use crate::config::NAME;
use crate::report::to_new_file;
use std::io::ErrorKind;
use std::path::Path;

/// A file that `init` can write.
struct Template {
    /// Relative to the working directory.
    path: &'static str,
    text: &'static str,
}

const CONFIG: Template = Template { path: NAME, text: include_str!("init/maplint.toml") };
const PRE_COMMIT: Template = Template { path: ".pre-commit-config.yaml", text: include_str!("init/pre-commit.yaml") };
const LEFTHOOK: Template = Template { path: "lefthook.yml", text: include_str!("init/lefthook.yml") };
const GITHUB: Template = Template { path: ".github/workflows/maplint.yml", text: include_str!("init/github.yml") };

/// Writes the files, each for itself, into the working directory. One that is there is kept, which is a
/// failure where it was asked for: beside the files of hooks the config is not, and so never overwritten.
pub(super) fn init(args: &InitArgs) -> u8 {
    let asked = [(args.pre_commit, PRE_COMMIT), (args.lefthook, LEFTHOOK), (args.github, GITHUB)];
    let asked: Vec<Template> = asked.into_iter().filter_map(|(wanted, template)| wanted.then_some(template)).collect();
    let config_is_asked = asked.is_empty();
    let mut code = write(&CONFIG, args.force && config_is_asked, config_is_asked);
    for template in &asked {
        code = code.max(write(template, args.force, true));
    }
    code
}

fn write(template: &Template, force: bool, asked: bool) -> u8 {
    let Template { path, text } = template;
    match to_new_file(Path::new(path), text, force) {
        Ok(()) => print(|out| writeln!(out, "wrote {path}")),
        Err(error) if error.kind() == ErrorKind::AlreadyExists && !asked => CLEAN,
        Err(error) if error.kind() == ErrorKind::AlreadyExists => fail(&blocking(path, &"is there already: `--force` overwrites it")),
        Err(error) => fail(&blocking(path, &format!("cannot be written: {}", error.kind()))),
    }
}
