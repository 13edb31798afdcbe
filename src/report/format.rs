//! The formats there are, and the one way in which each is called.

use super::terminal::Paint;
use super::{Report, RuleInfo, Sources, checkstyle, concise, full, github, gitlab, html, json, junit, ndjson, sarif};
use crate::diagnostic::inventory::Entry;
use crate::source::Checkout;
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
    /// The same, an object a line.
    Ndjson,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// Workflow commands, for GitHub Actions.
    Github,
    /// A Code Quality report, for GitLab.
    Gitlab,
    /// Test results as JUnit's, for Jenkins and others.
    Junit,
    /// The XML of Checkstyle.
    Checkstyle,
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
    /// Where the run stands in its repository, for the formats whose paths start there.
    pub checkout: &'a Checkout,
    /// Also write, as what they are, the findings that the source silences. Formats that could not say so
    /// leave them out all the same.
    pub show_suppressed: bool,
    /// What tells this run from others over the same commit, for SARIF.
    pub category: Option<&'a str>,
}

impl Format {
    /// Read by people on a terminal, so that a closing line follows it.
    pub fn is_for_people(self) -> bool {
        matches!(self, Format::Full | Format::Concise)
    }

    /// Whether its paths start at the root of the repository.
    pub fn is_of_repository(self) -> bool {
        matches!(self, Format::Sarif | Format::Github | Format::Gitlab)
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
            Format::Ndjson => ndjson::write(report, presentation, out),
            Format::Sarif => sarif::write(report, presentation, out),
            Format::Github => github::write(report, presentation, out),
            Format::Gitlab => gitlab::write(report, presentation, out),
            Format::Junit => junit::write(report, presentation, out),
            Format::Checkstyle => checkstyle::write(report, presentation, out),
            Format::Html => html::write(report, presentation, out),
        }
    }
}
