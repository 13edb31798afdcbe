//! `ndjson`: what `json` has, an object a line, for readers that do not wait for the end.
//!
//! `kind` says what a line is: `finding` (the fields of a finding of `json`), `error` (those of an error),
//! and `summary`, which closes a report that is whole.

use super::json::{JsonFinding, JsonProblem, JsonTool, TOOL, VERSION, finding_of, problem_of, write_line};
use super::{Presentation, Report, Summary};
use serde::Serialize;
use std::io::{self, Write};

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
enum Line<'a> {
    Finding(Box<JsonFinding<'a>>),
    Error(JsonProblem<'a>),
    Summary {
        version: u32,
        tool: JsonTool,
        #[serde(flatten)]
        summary: Summary,
    },
}

/// Writes the findings, in their places among them those that are suppressed where they are asked for, then
/// the errors and the summary.
pub(super) fn write(report: &Report, presentation: &Presentation, out: &mut dyn Write) -> io::Result<()> {
    for finding in report.listed(presentation) {
        write_line(&Line::Finding(Box::new(finding_of(finding, presentation.sources))), out)?;
    }
    for problem in &report.errors {
        write_line(&Line::Error(problem_of(problem)), out)?;
    }
    write_line(&Line::Summary { version: VERSION, tool: TOOL, summary: report.summary }, out)
}
