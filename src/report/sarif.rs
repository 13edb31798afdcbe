//! `sarif`: SARIF 2.1.0, as code scanning takes it.
//!
//! Every rule of the run is described, fired or not. A result has exactly one location; other
//! places are related locations. Columns count UTF-16 units, as the run says.

use super::json::write_document;
use super::{Finding, Presentation, Problem, Report, RuleInfo, Sources, language_name, severity_name};
use crate::diagnostic::{Label, Severity};
use crate::source::Location;
use serde_json::{Value, json};
use serde_sarif::sarif;
use std::collections::BTreeMap;
use std::io::{self, Write};

/// Writes one SARIF log with one run.
pub(super) fn write(report: &Report, presentation: &Presentation, out: &mut dyn Write) -> io::Result<()> {
    let Presentation { sources, rules, .. } = presentation;
    let driver = sarif::ToolComponent::builder()
        .name(env!("CARGO_PKG_NAME"))
        .version(env!("CARGO_PKG_VERSION"))
        .semantic_version(env!("CARGO_PKG_VERSION"))
        .rules(rules.iter().map(descriptor).collect::<Vec<_>>())
        .build();
    let run = sarif::Run::builder()
        .tool(sarif::Tool::builder().driver(driver).build())
        .column_kind(json!("utf16CodeUnits"))
        .results(report.findings.iter().map(|finding| result(finding, rules, sources)).collect::<Vec<_>>())
        .invocations(vec![invocation(report)])
        .build();
    let log = sarif::Sarif::builder().schema(SCHEMA).version(json!("2.1.0")).runs(vec![run]).build();
    write_document(&log, out)
}

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

fn descriptor(rule: &RuleInfo) -> sarif::ReportingDescriptor {
    let text = |text: String| sarif::MultiformatMessageString::builder().text(text).build();
    let tags =
        std::iter::once(rule.category.to_string()).chain(rule.languages.iter().map(|language| language_name(*language).to_lowercase()));
    let help = sarif::MultiformatMessageString::builder().text(rule.page.clone()).markdown(rule.page.clone()).build();
    sarif::ReportingDescriptor::builder()
        .id(rule.id.as_str())
        .name(pascal_case(&rule.id))
        .short_description(text(sentence(&rule.summary)))
        .full_description(text(first_paragraph(&rule.page).unwrap_or_else(|| sentence(&rule.summary))))
        .help(help)
        .default_configuration(
            sarif::ReportingConfiguration::builder().enabled(rule.default).level(json!(severity_name(rule.severity))).build(),
        )
        .properties(sarif::PropertyBag::builder().tags(tags.collect::<Vec<_>>()).additional_properties(BTreeMap::new()).build())
        .build()
}

fn result(finding: &Finding, rules: &[RuleInfo], sources: &Sources) -> sarif::Result {
    let diagnostic = &finding.diagnostic;
    let level = match diagnostic.severity {
        Severity::Note => sarif::ResultLevel::Note,
        Severity::Warning => sarif::ResultLevel::Warning,
        Severity::Error => sarif::ResultLevel::Error,
    };
    let related = diagnostic.related.iter().zip(1..).map(|(label, id)| related_location(label, id, sources)).collect::<Vec<_>>();
    let confidence = BTreeMap::from([("confidence".to_owned(), json!(diagnostic.confidence))]);
    let mut result = sarif::Result::builder()
        .rule_id(diagnostic.rule.as_str())
        .level(level)
        .message(message(&format!("{}.", diagnostic.message)))
        .locations(vec![sarif::Location::builder().physical_location(physical_location(diagnostic.primary.location, sources)).build()])
        .related_locations(related)
        .partial_fingerprints(BTreeMap::from([("maplint/v1".to_owned(), finding.fingerprint.clone())]))
        .properties(sarif::PropertyBag::builder().additional_properties(confidence).build())
        .build();
    result.rule_index = rules.iter().position(|rule| rule.id == diagnostic.rule).and_then(|index| i64::try_from(index).ok());
    result
}

fn related_location(label: &Label, id: i64, sources: &Sources) -> sarif::Location {
    sarif::Location::builder()
        .id(id)
        .physical_location(physical_location(label.location, sources))
        .message(message(&sentence(&label.message)))
        .build()
}

fn physical_location(location: Location, sources: &Sources) -> sarif::PhysicalLocation {
    let range = sources.range_utf16(location);
    let region = sarif::Region::builder()
        .start_line(range.start.line)
        .start_column(range.start.column)
        .end_line(range.end.line)
        .end_column(range.end.column)
        .build();
    sarif::PhysicalLocation::builder().artifact_location(artifact(sources.path(location.file))).region(region).build()
}

fn invocation(report: &Report) -> sarif::Invocation {
    sarif::Invocation::builder()
        .execution_successful(!report.is_blocked())
        .tool_execution_notifications(report.errors.iter().map(notification).collect::<Vec<_>>())
        .build()
}

fn notification(problem: &Problem) -> sarif::Notification {
    let level: Value = json!(if problem.blocking { "error" } else { "warning" });
    let mut notification = sarif::Notification::builder().level(level).message(message(&sentence(&problem.message))).build();
    if !problem.file.is_empty() {
        let mut place = sarif::PhysicalLocation::builder().artifact_location(artifact(&problem.file)).build();
        place.region = problem.line.map(|line| sarif::Region::builder().start_line(line.max(1)).build());
        notification.locations = Some(vec![sarif::Location::builder().physical_location(place).build()]);
    }
    notification
}

fn message(text: &str) -> sarif::Message {
    sarif::Message::builder().text(text).build()
}

fn artifact(path: &str) -> sarif::ArtifactLocation {
    sarif::ArtifactLocation::builder().uri(uri(path)).build()
}

/// A path as a URI reference: relative stays relative, and whatever is not plain is percent-encoded.
fn uri(path: &str) -> String {
    let mut uri = String::from(if path.starts_with('/') { "file://" } else { "" });
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            uri.push_str(&format!("%{byte:02X}"));
        }
    }
    uri
}

/// `unguarded-map-write` as `UnguardedMapWrite`.
fn pascal_case(id: &str) -> String {
    id.split('-').map(capitalised).collect()
}

/// Lower-case words as a sentence: a capital in front, a full stop behind. A name in backticks in
/// front stays as it is.
fn sentence(words: &str) -> String {
    format!("{}.", capitalised(words.trim_end_matches('.')))
}

fn capitalised(word: &str) -> String {
    let mut characters = word.chars();
    characters.next().map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}

/// The first paragraph of a page below its heading.
fn first_paragraph(page: &str) -> Option<String> {
    let body = page.lines().skip_while(|line| line.starts_with('#') || line.trim().is_empty());
    let lines: Vec<&str> = body.take_while(|line| !line.trim().is_empty()).map(str::trim).collect();
    (!lines.is_empty()).then(|| lines.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_become_uri_references() {
        assert_eq!(uri("a b/größe%#.go"), "a%20b/gr%C3%B6%C3%9Fe%25%23.go");
        assert_eq!(uri("c:d.go"), "c%3Ad.go");
        assert_eq!(uri("../x.go"), "../x.go");
        assert_eq!(uri("/tmp/x.go"), "file:///tmp/x.go");
    }

    #[test]
    fn words_become_names_and_sentences() {
        assert_eq!(pascal_case("unguarded-map-write"), "UnguardedMapWrite");
        assert_eq!(sentence("written here"), "Written here.");
        assert_eq!(sentence("`m` is written"), "`m` is written.");
        assert_eq!(first_paragraph("# a\nOne\ntwo.\n\nThree").as_deref(), Some("One two."));
        assert_eq!(first_paragraph("# a\n"), None);
    }
}
