//! `maplint maps` and `maplint decide`: the inventory, and what fits one map of it.

use super::args::{DecideArgs, MapsArgs};
use super::inventory::{Inventory, choose};
use super::{print, refuse, say};
use crate::decision::decide;
use crate::report::terminal::ColorWhen;
use crate::report::{Maps, MapsFilter, counted, write_decision};
use std::io::{self, IsTerminal};

/// Lists the maps; the exit code is that of the work, whatever is found.
pub(super) fn maps(args: &MapsArgs) -> u8 {
    let found = match Inventory::new(&args.run, &args.paths) {
        Ok(found) => found,
        Err(problems) => return refuse(&problems, ColorWhen::Auto),
    };
    let filter = MapsFilter { unguarded: args.unguarded, shared: args.shared, tests: args.tests, words: args.filter.clone() };
    let maps = Maps::new(&found.entries, &found.report.findings, &found.report.errors, &found.sources, &filter, args.sort);
    let code = print(|out| maps.write(args.format, out));
    if !args.run.quiet {
        let of = if maps.len() == found.entries.len() { String::new() } else { format!(" of {}", found.entries.len()) };
        say(&format!("{}{of}, {} shared", counted(maps.len(), "map"), maps.shared()), ColorWhen::Auto);
    }
    code.max(found.code())
}

/// Prints the way of one map through the decision table.
pub(super) fn decide_map(args: &DecideArgs) -> u8 {
    let found = match Inventory::new(&args.run, &args.paths) {
        Ok(found) => found,
        Err(problems) => return refuse(&problems, ColorWhen::Auto),
    };
    let entry = match choose(&found.entries, &found.sources, &args.map) {
        Ok(entry) => entry,
        Err(not_one) => return not_one.tell("decide").max(found.code()),
    };
    let paint = ColorWhen::Auto.resolve(io::stdout().is_terminal());
    let code = print(|out| write_decision(entry, &decide(entry), &found.sources, args.format, paint, out));
    code.max(found.code())
}
