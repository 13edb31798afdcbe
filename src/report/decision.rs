//! The way of one map through the decision table, as `maplint decide` shows it.

use super::json::{JsonTool, TOOL, VERSION, write_document};
use super::terminal::{Paint, printable};
use super::{Sources, language_name};
use crate::decision::{Decision, Mark, Statement};
use crate::diagnostic::inventory::Entry;
use crate::source::Location;
use serde::Serialize;
use std::io::{self, Write};

/// How it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DecisionFormat {
    /// For people.
    Text,
    /// One object.
    Json,
}

/// Writes the questions with their answers, what each rests on, and where they lead.
pub fn write_decision(
    entry: &Entry,
    decision: &Decision,
    sources: &Sources,
    format: DecisionFormat,
    paint: Paint,
    out: &mut dyn Write,
) -> io::Result<()> {
    match format {
        DecisionFormat::Text => out.write_all(text(entry, decision, sources, paint).as_bytes()),
        DecisionFormat::Json => write_document(&document(entry, decision, sources), out),
    }
}

fn text(entry: &Entry, decision: &Decision, sources: &Sources, paint: Paint) -> String {
    let place = entry.map.declaration.map(|at| format!(" ({}:{})", sources.path(at.file), sources.line(at))).unwrap_or_default();
    let mut text = format!("{}: {}{}\n\n", paint.bold(&printable(&entry.map.qualified())), printable(&entry.map.ty), printable(&place));
    for (number, step) in (1..).zip(&decision.steps) {
        let answer = if step.yes { "yes" } else { "no" };
        text.push_str(&format!("{number}. {} {}\n", step.question.words(), paint.bold(answer)));
        text.extend(step.because.iter().map(|statement| line(statement, sources)));
    }
    let verb = if decision.is_kept { "keep it: " } else { "" };
    text.push_str(&format!("\n=> {}\n", paint.bold(&format!("{verb}{}", decision.choice.words(entry.language)))));
    text.extend(decision.statements.iter().map(|statement| line(statement, sources)));
    text
}

/// The widest mark, so that what they mark stands in one column.
const MARKS: usize = Mark::NeedsMeasurement.name().len();

fn line(statement: &Statement, sources: &Sources) -> String {
    let place = statement.at.map(|at| format!(" ({}:{})", sources.path(at.file), sources.line(at))).unwrap_or_default();
    format!("   {:MARKS$}  {}\n", statement.mark.name(), printable(&format!("{}{place}", statement.text)))
}

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    tool: JsonTool,
    map: JsonMap<'a>,
    steps: Vec<JsonStep<'a>>,
    choice: &'static str,
    words: &'static str,
    /// The map is kept so already.
    kept: bool,
    statements: Vec<JsonStatement<'a>>,
}

#[derive(Serialize)]
struct JsonMap<'a> {
    name: String,
    #[serde(rename = "type")]
    ty: &'a str,
    language: String,
    #[serde(flatten)]
    place: Option<JsonPlace<'a>>,
}

#[derive(Serialize)]
struct JsonPlace<'a> {
    file: &'a str,
    line: u32,
}

#[derive(Serialize)]
struct JsonStep<'a> {
    question: &'static str,
    answer: bool,
    because: Vec<JsonStatement<'a>>,
}

#[derive(Serialize)]
struct JsonStatement<'a> {
    mark: &'static str,
    text: &'a str,
    #[serde(flatten)]
    place: Option<JsonPlace<'a>>,
}

fn document<'a>(entry: &'a Entry, decision: &'a Decision, sources: &'a Sources) -> Document<'a> {
    let place = |at: Option<Location>| at.map(|at| JsonPlace { file: sources.path(at.file), line: sources.line(at) });
    let statements = |all: &'a [Statement]| -> Vec<JsonStatement<'a>> {
        all.iter().map(|one| JsonStatement { mark: one.mark.name(), text: &one.text, place: place(one.at) }).collect()
    };
    let map = &entry.map;
    Document {
        version: VERSION,
        tool: TOOL,
        map: JsonMap {
            name: map.qualified(),
            ty: &map.ty,
            language: language_name(entry.language).to_lowercase(),
            place: place(map.declaration),
        },
        steps: decision
            .steps
            .iter()
            .map(|step| JsonStep { question: step.question.words(), answer: step.yes, because: statements(&step.because) })
            .collect(),
        choice: decision.choice.name(),
        words: decision.choice.words(entry.language),
        kept: decision.is_kept,
        statements: statements(&decision.statements),
    }
}
