//! `json`: one object with all that is known of each map, version 1.

use super::Maps;
use super::row::Row;
use crate::report::json::{JsonProblem, JsonTool, TOOL, VERSION, problem_of, write_document};
use serde::Serialize;
use std::io::{self, Write};

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    tool: JsonTool,
    maps: &'a [Row<'a>],
    errors: Vec<JsonProblem<'a>>,
}

/// Writes it.
pub(super) fn write(maps: &Maps<'_>, out: &mut dyn Write) -> io::Result<()> {
    let errors = maps.errors.iter().map(problem_of).collect();
    write_document(&Document { version: VERSION, tool: TOOL, maps: &maps.rows, errors }, out)
}
