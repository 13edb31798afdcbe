//! `sarif`: SARIF 2.1.0, as code scanning takes it.
//!
//! - Every rule of the run is described, fired or not (`rule`).
//! - A result has exactly one location, with a region on one line; other places are related locations, to
//!   which its message links. A race is one code flow with a flow for each of its threads (`result`,
//!   `flow`).
//! - Columns count UTF-16 units, as the run says.
//! - Paths are relative to `SRCROOT`: the root of the repository, outside one the working directory.
//!   Where that is on this machine is not told, nor is any time: the same input gives the same log.
//! - Suppressed results are left out unless they are asked for: code scanning would show them as open.
//! - Results have a baseline state where the run is compared with something. What a baseline accepts is
//!   left out, as it is in every format.
//! - An identity of the run (`automationDetails`) is written only where the user gives one: GitHub takes
//!   the category of its uploader only for logs that have none.

mod flow;
mod line_hash;
mod place;
mod plain;
mod result;
mod rule;
mod words;

use super::json::write_document;
use super::{Presentation, Problem, Report};
use place::Places;
use serde_json::{Value, json};
use serde_sarif::sarif;
use std::collections::BTreeMap;
use std::io::{self, Write};
use words::{message, sentence};

/// Writes one SARIF log with one run.
pub(super) fn write(report: &Report, presentation: &Presentation, out: &mut dyn Write) -> io::Result<()> {
    let places = Places::new(presentation.sources, presentation.checkout);
    let mut run = sarif::Run::builder()
        .tool(sarif::Tool::builder().driver(driver(presentation)).build())
        .language("en")
        .column_kind(json!("utf16CodeUnits"))
        .original_uri_base_ids(BTreeMap::from([(place::ROOT.to_owned(), root())]))
        .results(result::results(report, presentation, &places))
        .invocations(vec![invocation(report, &places)])
        .build();
    run.version_control_provenance = provenance(presentation);
    run.automation_details = presentation.category.map(automation);
    let log = sarif::Sarif::builder().schema(SCHEMA).version(json!("2.1.0")).runs(vec![run]).build();
    write_document(&log, out)
}

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// Where to read about this version: the address that its package names. While it names none, the address
/// holds the answer itself.
const INFORMATION: &str = match env!("CARGO_PKG_REPOSITORY").as_bytes() {
    [] => "data:text/plain,maplint%20explain%20RULE%20prints%20the%20page%20of%20a%20rule",
    _ => env!("CARGO_PKG_REPOSITORY"),
};

fn driver(presentation: &Presentation) -> sarif::ToolComponent {
    sarif::ToolComponent::builder()
        .name(env!("CARGO_PKG_NAME"))
        .version(env!("CARGO_PKG_VERSION"))
        .semantic_version(env!("CARGO_PKG_VERSION"))
        .information_uri(INFORMATION)
        .rules(presentation.rules.iter().map(rule::descriptor).collect::<Vec<_>>())
        .build()
}

fn root() -> sarif::ArtifactLocation {
    let description = "The root of the repository; outside one, the folder that maplint was run in.";
    sarif::ArtifactLocation::builder().description(message(description)).build()
}

/// The commit that was read, where others can get it.
fn provenance(presentation: &Presentation) -> Option<Vec<sarif::VersionControlDetails>> {
    let checkout = presentation.checkout;
    let mapped_to = sarif::ArtifactLocation::builder().uri_base_id(place::ROOT).build();
    let mut details = sarif::VersionControlDetails::builder().repository_uri(checkout.remote.clone()?).mapped_to(mapped_to).build();
    details.revision_id.clone_from(&checkout.revision);
    details.branch.clone_from(&checkout.branch);
    Some(vec![details])
}

/// The identity of the run: its category, with `/` behind it, where the name of this one run could follow.
fn automation(category: &str) -> sarif::RunAutomationDetails {
    sarif::RunAutomationDetails::builder().id(format!("{}/", category.trim_end_matches('/'))).build()
}

fn invocation(report: &Report, places: &Places) -> sarif::Invocation {
    sarif::Invocation::builder()
        .execution_successful(!report.is_blocked())
        .tool_execution_notifications(report.errors.iter().map(|problem| notification(problem, places)).collect::<Vec<_>>())
        .build()
}

fn notification(problem: &Problem, places: &Places) -> sarif::Notification {
    let level: Value = json!(if problem.blocking { "error" } else { "warning" });
    let mut notification = sarif::Notification::builder().level(level).message(message(&sentence(&problem.message))).build();
    if !problem.file.is_empty() {
        let mut place = sarif::PhysicalLocation::builder().artifact_location(places.artifact(&problem.file)).build();
        place.region = problem.line.map(|line| sarif::Region::builder().start_line(line.max(1)).build());
        notification.locations = Some(vec![sarif::Location::builder().physical_location(place).build()]);
    }
    notification
}
