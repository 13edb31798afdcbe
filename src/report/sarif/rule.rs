//! What a log says of each rule.

use super::super::{RuleInfo, language_name, severity_name};
use super::plain::plain;
use super::words::{capitalised, sentence};
use crate::diagnostic::Severity;
use serde_json::{Value, json};
use serde_sarif::sarif;
use std::collections::BTreeMap;

/// The descriptor of a rule.
///
/// There is no `security-severity`: it would make each finding a security alert with a score, and a race
/// or a deadlock has one only through what the program is for. What a fault is, as a weakness, the tags
/// say.
pub(super) fn descriptor(rule: &RuleInfo) -> sarif::ReportingDescriptor {
    let summary = sentence(&rule.summary);
    let paragraph = first_paragraph(&rule.page);
    let text = |markdown: &str| sarif::MultiformatMessageString::builder().text(plain(markdown)).markdown(markdown).build();
    sarif::ReportingDescriptor::builder()
        .id(rule.id.as_str())
        .name(pascal_case(&rule.id))
        .short_description(sarif::MultiformatMessageString::builder().text(&summary).build())
        .full_description(text(paragraph.as_deref().unwrap_or(&summary)))
        .help(text(&rule.page))
        .default_configuration(
            sarif::ReportingConfiguration::builder().enabled(rule.default).level(json!(severity_name(rule.severity))).build(),
        )
        .properties(sarif::PropertyBag::builder().tags(tags(rule)).additional_properties(properties(rule)).build())
        .build()
}

/// The category, the languages, and the weaknesses as code scanning names them.
fn tags(rule: &RuleInfo) -> Vec<String> {
    let languages = rule.languages.iter().map(|language| language_name(*language).to_lowercase());
    let weaknesses = rule.cwe.iter().map(|number| format!("external/cwe/cwe-{number:03}"));
    std::iter::once(rule.category.to_string()).chain(languages).chain(weaknesses).collect()
}

/// How code scanning sorts the rule. One that runs unasked has shown few false findings over many
/// projects; one that does not is still in doubt.
fn properties(rule: &RuleInfo) -> BTreeMap<String, Value> {
    let severity = match rule.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "recommendation",
    };
    let precision = if rule.default { "high" } else { "medium" };
    BTreeMap::from([("precision".to_owned(), json!(precision)), ("problem.severity".to_owned(), json!(severity))])
}

/// `unguarded-map-write` as `UnguardedMapWrite`.
fn pascal_case(id: &str) -> String {
    id.split('-').map(capitalised).collect()
}

/// The first paragraph of a page below its heading, on one line.
fn first_paragraph(page: &str) -> Option<String> {
    let body = page.lines().skip_while(|line| line.starts_with('#') || line.trim().is_empty());
    let lines: Vec<&str> = body.take_while(|line| !line.trim().is_empty()).map(str::trim).collect();
    (!lines.is_empty()).then(|| lines.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_in_pascal_case() {
        assert_eq!(pascal_case("unguarded-map-write"), "UnguardedMapWrite");
    }

    #[test]
    fn a_page_opens_with_its_first_paragraph() {
        assert_eq!(first_paragraph("# a\nOne\ntwo.\n\nThree").as_deref(), Some("One two."));
        assert_eq!(first_paragraph("# a\n"), None);
    }
}
