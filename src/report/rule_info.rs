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
    /// The page below the front matter, in Markdown, heading included.
    pub page: String,
}

/// The name of the finding about a file that could not be parsed. It comes from reading, not from
/// the rule engine, and is listed among the rules so that it can be selected, ignored, explained.
const UNPARSED_FILE: &str = "unparsed-file";
const SOURCE_CATEGORY: &str = "source";

/// The rule entry of [`unparsed_file`].
pub fn unparsed_file_rule() -> RuleInfo {
    RuleInfo {
        id: UNPARSED_FILE.into(),
        summary: "a declaration or function was lost because the file does not parse there".into(),
        category: SOURCE_CATEGORY.into(),
        severity: Severity::Note,
        default: true,
        languages: vec![Language::Go, Language::Rust],
        page: include_str!("unparsed-file.md").into(),
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
