//! The formats there are, and the one way in which each is called.

use super::terminal::Paint;
use super::{Report, RuleInfo, Sources, concise, full, html, json, sarif};
use crate::diagnostic::inventory::Entry;
use std::io::{self, Write};

/// How a report is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// With source excerpts, for people.
    Full,
    /// One line a finding, for editors and grep.
    Concise,
    /// The JSON contract, for tools.
    Json,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// One page that a reviewer opens, with the inventory of maps.
    Html,
}

/// What formats need beside the report.
pub struct Presentation<'a> {
    /// Positions and text.
    pub sources: &'a Sources,
    /// All rules of the run, in the order of their names.
    pub rules: &'a [RuleInfo],
    /// Every map, for the formats that show it; else empty.
    pub inventory: &'a [Entry],
    /// Colour, for the formats that are for people.
    pub paint: Paint,
}

impl Format {
    /// Read by people on a terminal, so that a closing line follows it.
    pub fn is_for_people(self) -> bool {
        matches!(self, Format::Full | Format::Concise)
    }

    /// Shows the inventory of maps.
    pub fn shows_inventory(self) -> bool {
        self == Format::Html
    }

    /// Writes the whole report.
    pub fn write(self, report: &Report, presentation: &Presentation, out: &mut dyn Write) -> io::Result<()> {
        match self {
            Format::Full => full::write(report, presentation, out),
            Format::Concise => concise::write(report, presentation, out),
            Format::Json => json::write(report, presentation, out),
            Format::Sarif => sarif::write(report, presentation, out),
            Format::Html => html::write(report, presentation, out),
        }
    }
}
