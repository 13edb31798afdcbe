//! The tables of `rules/README.md`, written from the declarations and the schema.

use super::schema::{About, FieldInfo, Type, access_fields, common_fields, language_name};
use super::{CATEGORIES, Rule, RuleSet};
use crate::diagnostic::Severity;
use std::fmt::Write as _;

/// A table of all rules, by category, then id.
pub fn index_markdown(rules: &RuleSet) -> String {
    let mut table = "| rule | languages | category | severity | default | reports |\n|---|---|---|---|---|---|\n".to_owned();
    for category in CATEGORIES {
        for rule in rules.iter().filter(|rule| rule.category == *category) {
            let _ = writeln!(
                table,
                "| [`{id}`]({id}.md) | {} | {category} | {} | {} | {} |",
                languages(rule),
                severity(rule.severity),
                rule.default.name(),
                rule.summary,
                id = rule.id,
            );
        }
    }
    table
}

/// The fields of all subjects and of accesses, then a section for each kind of subject: its own
/// fields, the places that labels may stand at, and the fixes that there are.
pub fn fields_markdown() -> String {
    let mut text = "### Fields of every subject\n\n".to_owned();
    table(&mut text, &common_fields());
    text.push_str("\n### Fields of an access\n\n");
    text.push_str(
        "They stand behind the name of a part that is an access: `first.op`. Where a part is not there, its strings are empty.\n\n",
    );
    table(&mut text, &access_fields());
    for about in About::ALL {
        let _ = writeln!(text, "\n### `about = \"{}\"`\n\nThe subject is {}.\n", about.name(), about.doc());
        table(&mut text, &[about.parts(), about.own_fields()].concat());
        let parts: Vec<String> = about.parts().iter().map(|part| format!("`{}`", part.name)).collect();
        if !parts.is_empty() {
            let _ = writeln!(text, "\nAccesses, with the fields of an access: {}.", parts.join(", "));
        }
        text.push_str("\n| place for a label | stands at |\n|---|---|\n");
        for (name, doc) in about.places() {
            let _ = writeln!(text, "| `{name}` | {doc} |");
        }
        if !about.fixes().is_empty() {
            text.push_str("\n| fix | does |\n|---|---|\n");
        }
        for (name, doc) in about.fixes() {
            let _ = writeln!(text, "| `{name}` | {doc} |");
        }
    }
    text
}

fn table(text: &mut String, fields: &[FieldInfo]) {
    text.push_str("| field | type | holds |\n|---|---|---|\n");
    for field in fields {
        let _ = writeln!(text, "| `{}` | {} | {}{} |", field.name, field.ty.name(), field.doc, words(field));
    }
}

fn languages(rule: &Rule) -> String {
    rule.languages.iter().map(|language| language_name(*language)).collect::<Vec<_>>().join(", ")
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Note => "note",
        Severity::Warning => "warning",
        Severity::Error => "error",
    }
}

fn words(field: &FieldInfo) -> String {
    let Type::Word(words) = field.ty else { return String::new() };
    let words: Vec<String> = words.iter().map(|word| format!("`\"{word}\"`")).collect();
    format!(": {}", words.join(", "))
}
