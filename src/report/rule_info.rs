//! What a report and the command line must know of a rule: its declaration and its page, as text.

use crate::diagnostic::{Confidence, Diagnostic, Label, RuleId, Severity};
use crate::source::{Language, Location};

/// One rule.
#[derive(Clone, Debug)]
pub struct RuleInfo {
    /// Its name.
    pub id: RuleId,
    /// One line: lower case, no full stop.
    pub summary: String,
    /// Its category.
    pub category: ustr::Ustr,
    /// How bad its fault is.
    pub severity: Severity,
    /// Runs without being asked for.
    pub default: bool,
    /// The languages it knows, sorted.
    pub languages: Vec<Language>,
    /// The entries of the Common Weakness Enumeration that its fault is one of, by number.
    pub cwe: Vec<u32>,
    /// The page below the front matter, in Markdown, heading included.
    pub page: String,
}

/// The name of the finding about a file that could not be parsed. It and the two about suppressions come
/// from reading and reporting, not from the rule engine, and are listed among the rules so that they
/// can be selected, ignored, explained.
const UNPARSED_FILE: &str = "unparsed-file";
const SOURCE_CATEGORY: &str = "source";
pub(super) const UNUSED_SUPPRESSION: &str = "unused-suppression";
pub(super) const UNEXPLAINED_SUPPRESSION: &str = "unexplained-suppression";
const DIRECTIVE_CATEGORY: &str = "directive";

/// The rules that ask no model: a file that does not parse, and suppressions at fault.
pub fn own_rules() -> Vec<RuleInfo> {
    let rule = |id: &str, category: &str, severity, summary: &str, page: &str| RuleInfo {
        id: id.into(),
        summary: summary.into(),
        category: category.into(),
        severity,
        default: true,
        languages: vec![Language::Go, Language::Rust],
        cwe: Vec::new(),
        page: page.into(),
    };
    let broken = "a part of the file does not parse, and was not checked";
    let unused = "a suppression that silences nothing, or whose day is past";
    vec![
        rule(UNPARSED_FILE, SOURCE_CATEGORY, Severity::Note, broken, include_str!("unparsed-file.md")),
        rule(UNUSED_SUPPRESSION, DIRECTIVE_CATEGORY, Severity::Warning, unused, include_str!("unused-suppression.md")),
        rule(
            UNEXPLAINED_SUPPRESSION,
            DIRECTIVE_CATEGORY,
            Severity::Warning,
            "a suppression that gives no reason",
            include_str!("unexplained-suppression.md"),
        ),
    ]
}

/// Whether a finding says that a part of its file could not be parsed.
pub(super) fn is_unparsed_file(diagnostic: &Diagnostic) -> bool {
    diagnostic.rule == UNPARSED_FILE
}

/// Whether a finding says that its place could as well not be there.
pub fn is_about_unused_text(diagnostic: &Diagnostic) -> bool {
    diagnostic.rule == UNUSED_SUPPRESSION
}

/// The finding that a suppression, the comment at `location`, is at fault.
pub(super) fn of_directives(rule: &str, location: Location, package: &str, message: String, help: &str) -> Diagnostic {
    Diagnostic {
        rule: rule.into(),
        category: DIRECTIVE_CATEGORY.into(),
        severity: Severity::Warning,
        confidence: Confidence::Certain,
        message,
        primary: Label { location, message: String::new() },
        related: Vec::new(),
        function: String::new(),
        package: package.into(),
        map: None,
        threads: Vec::new(),
        notes: Vec::new(),
        help: Some(help.into()),
        fix: None,
    }
}

/// The finding that a part of a file could not be parsed: where, in which package (Go import path,
/// Rust crate), and what the parser says, in lower case with no full stop.
pub fn unparsed_file(location: Location, package: &str, parser_says: &str) -> Diagnostic {
    Diagnostic {
        rule: UNPARSED_FILE.into(),
        category: SOURCE_CATEGORY.into(),
        severity: Severity::Note,
        confidence: Confidence::Certain,
        message: format!("this part of the file does not parse: {parser_says}"),
        primary: Label { location, message: "not read from here on".into() },
        related: Vec::new(),
        function: String::new(),
        package: package.into(),
        map: None,
        threads: Vec::new(),
        notes: Vec::new(),
        help: None,
        fix: None,
    }
}

/// The name of a language as users know it.
pub fn language_name(language: Language) -> &'static str {
    match language {
        Language::Go => "Go",
        Language::Rust => "Rust",
    }
}

/// The name of a severity, as all formats write it.
pub fn severity_name(severity: Severity) -> &'static str {
    match severity {
        Severity::Note => "note",
        Severity::Warning => "warning",
        Severity::Error => "error",
    }
}
