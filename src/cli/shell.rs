//! What shells and `man` show of the command line, made from the table of flags.

use super::args::Cli;
use super::{blocking, fail, print};
use crate::report::nearest;
use clap::CommandFactory;
use clap_complete::Shell;
use clap_mangen::Man;

/// Prints the script that completes maplint's arguments in a shell.
pub(super) fn completions(shell: Shell) -> u8 {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "maplint", &mut script);
    print(|out| out.write_all(&script))
}

/// Prints the man page of maplint, or of one of its commands.
pub(super) fn man(command: Option<&str>) -> u8 {
    let mut maplint = Cli::command();
    // Builds the names of subcommands, `maplint check`, on which their pages are filed.
    maplint.build();
    let found = match command {
        None => Ok(&maplint),
        Some(name) => maplint.find_subcommand(name).ok_or_else(|| {
            let hint = nearest(name, maplint.get_subcommands().map(clap::Command::get_name));
            format!("maplint has no command `{name}`{}", hint.map_or_else(String::new, |name| format!("; did you mean `{name}`?")))
        }),
    };
    match found {
        Ok(command) => {
            let page = Man::new(command.clone()).source(concat!("maplint ", env!("CARGO_PKG_VERSION")));
            print(|out| page.render(&mut &mut *out))
        }
        Err(message) => fail(&blocking("", &message)),
    }
}
