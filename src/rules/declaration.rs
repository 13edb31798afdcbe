//! A rule's declaration: the front matter of its file, read and checked key by key.
//!
//! Reading goes on after a fault, so that one run tells all faults of all files.

use super::condition::{Condition, Wanted};
use super::error::{Problem, RuleError};
use super::schema::{About, CONFIDENCES, language_name};
use super::template::Template;
use crate::diagnostic::Severity;
use crate::source::Language;
use std::collections::BTreeSet;
use std::ops::Range;
use std::path::Path;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The categories, in the order that the documentation has them.
pub const CATEGORIES: &[&str] = &["race", "atomicity", "deadlock", "contract", "panic", "capacity", "order", "advice", "directive"];

/// Whether a rule runs when nobody asks for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Default {
    /// It does.
    On,
    /// Only where it is selected by its id.
    Off,
    /// The same, and it may still change.
    Preview,
}

impl Default {
    /// The word in front matter.
    pub fn name(self) -> &'static str {
        match self {
            Default::On => "on",
            Default::Off => "off",
            Default::Preview => "preview",
        }
    }
}

/// What the front matter says.
#[derive(Debug)]
pub struct Declaration {
    /// One line: the fault.
    pub summary: String,
    /// One of [`CATEGORIES`].
    pub category: &'static str,
    /// How bad.
    pub severity: Severity,
    pub(super) warning_when: Option<Condition>,
    pub(super) note_when: Option<Condition>,
    /// Whether it runs unasked.
    pub default: Default,
    /// The languages whose subjects it is asked about, never empty.
    pub languages: Vec<Language>,
    /// The version that has it first.
    pub since: String,
    /// What it is about.
    pub about: About,
    /// The entries of the Common Weakness Enumeration that its fault is one of, by number, ascending.
    pub cwe: Vec<u32>,
    /// Which of the subject's fixes mends it.
    pub fix: Option<&'static str>,
    pub(super) when: Condition,
    pub(super) message: Phrase,
    pub(super) labels: Vec<(String, Phrase)>,
    pub(super) help: Phrase,
    pub(super) notes: Vec<Case>,
    pub(super) confidence: Option<Condition>,
}

/// A text that may depend on the subject: the first case that holds.
#[derive(Debug, Default)]
pub(super) struct Phrase(pub(super) Vec<Case>);

/// A template, and when it is the one.
#[derive(Debug)]
pub(super) struct Case {
    pub(super) when: Option<Condition>,
    pub(super) text: Template,
}

const KEYS: &[&str] = &[
    "summary",
    "category",
    "severity",
    "warning_when",
    "note_when",
    "default",
    "languages",
    "since",
    "about",
    "cwe",
    "when",
    "message",
    "labels",
    "help",
    "notes",
    "confidence",
    "fix",
];

/// Reads front matter, the text between the `+++` lines; it starts on the 1-based `first_line` of
/// `file`.
pub(super) fn read(file: &Path, text: &str, first_line: usize) -> Result<Declaration, Vec<RuleError>> {
    let mut reader = Reader { file, text, first_line, errors: Vec::new() };
    let (document, faults) = DeTable::parse_recoverable(text);
    for fault in faults {
        reader.refuse(fault.span().unwrap_or(0..0), Problem::Toml(fault.message().replace('\n', ", ")));
    }
    if !reader.errors.is_empty() {
        return Err(reader.errors);
    }
    let declaration = reader.declaration(document.get_ref());
    match declaration {
        Some(declaration) if reader.errors.is_empty() => Ok(declaration),
        _ => Err(reader.errors),
    }
}

struct Reader<'t> {
    file: &'t Path,
    text: &'t str,
    first_line: usize,
    errors: Vec<RuleError>,
}

/// A string of the document: its text, where its token is, and the key it is the value of.
#[derive(Clone)]
struct Text {
    key: String,
    text: String,
    span: Range<usize>,
}

impl Reader<'_> {
    fn declaration(&mut self, table: &DeTable) -> Option<Declaration> {
        self.known_keys(table, "", KEYS);
        let summary = self.required(table, "summary");
        let category = self.required(table, "category");
        let category = category.and_then(|category| self.one_of(&category, CATEGORIES));
        let severity = self.required(table, "severity");
        let severity = severity.and_then(|severity| {
            self.choice(&severity, &[("note", Severity::Note), ("warning", Severity::Warning), ("error", Severity::Error)])
        });
        let defaults = [Default::On, Default::Off, Default::Preview].map(|default| (default.name(), default));
        let default = match self.string(table, "default") {
            Some(default) => self.choice(&default, &defaults),
            None => Some(Default::On),
        };
        let languages = self.languages(table);
        let since = self.required(table, "since").and_then(|since| self.version(since));
        let about = self.required(table, "about");
        let about = about.and_then(|about| self.choice(&about, &About::ALL.map(|about| (about.name(), about))));
        let cwe = self.weaknesses(table);
        let when = self.required(table, "when");
        // The rest can only be read against the fields of what the rule is about.
        let about = about?;
        let fix = self
            .string(table, "fix")
            .and_then(|fix| self.choice(&fix, &about.fixes().iter().map(|(name, _)| (*name, *name)).collect::<Vec<_>>()));
        let when = when.and_then(|when| self.condition(&when, about, Wanted::Truth));
        let warning_when = self.string(table, "warning_when").and_then(|when| self.condition(&when, about, Wanted::Truth));
        let note_when = self.string(table, "note_when").and_then(|when| self.condition(&when, about, Wanted::Truth));
        let message = match get(table, "message") {
            Some(value) => self.phrase("message", value, about, true),
            None => {
                self.refuse(0..0, Problem::MissingKey("message".to_owned()));
                None
            }
        };
        let help = get(table, "help").and_then(|value| self.phrase("help", value, about, false));
        let labels = self.labels(table, about);
        let notes = get(table, "notes").map(|value| self.notes(value, about)).unwrap_or_default();
        let confidence = self.string(table, "confidence").and_then(|confidence| self.confidence(confidence, about));
        Some(Declaration {
            summary: summary?.text,
            category: category?,
            severity: severity?,
            warning_when,
            note_when,
            default: default?,
            languages: languages?,
            since: since?,
            about,
            cwe,
            fix,
            when: when?,
            message: message?,
            labels,
            help: help.unwrap_or_default(),
            notes,
            confidence,
        })
    }

    fn refuse(&mut self, span: Range<usize>, problem: Problem) {
        self.refuse_at(self.line(span.start), problem);
    }

    fn refuse_at(&mut self, line: usize, problem: Problem) {
        self.errors.push(RuleError { file: self.file.to_owned(), line, problem });
    }

    /// The 1-based line in the file of a byte of the front matter.
    fn line(&self, byte: usize) -> usize {
        self.first_line + self.text.bytes().take(byte).filter(|byte| *byte == b'\n').count()
    }

    /// The 1-based line in the file of the first line of a string's content.
    fn content_line(&self, text: &Text) -> usize {
        let token = self.text.get(text.span.clone()).unwrap_or("");
        let opens_a_block = ["'''\n", "\"\"\"\n", "'''\r", "\"\"\"\r"].iter().any(|start| token.starts_with(start));
        self.line(text.span.start) + usize::from(opens_a_block)
    }

    fn known_keys(&mut self, table: &DeTable, inside: &str, valid: &[&str]) {
        for (key, _) in table.iter() {
            let name: &str = key.get_ref();
            if !valid.contains(&name) {
                let valid = valid.iter().map(|name| (*name).to_owned()).collect();
                self.refuse(key.span(), Problem::UnknownKey { name: format!("{inside}{name}"), valid });
            }
        }
    }

    fn string(&mut self, table: &DeTable, key: &str) -> Option<Text> {
        get(table, key).and_then(|value| self.text(key, value))
    }

    fn required(&mut self, table: &DeTable, key: &str) -> Option<Text> {
        if get(table, key).is_none() {
            self.refuse(0..0, Problem::MissingKey(key.to_owned()));
        }
        self.string(table, key)
    }

    fn text(&mut self, key: &str, value: &Spanned<DeValue>) -> Option<Text> {
        let Some(text) = value.get_ref().as_str() else {
            self.wrong_type(key, "a string", value);
            return None;
        };
        Some(Text { key: key.to_owned(), text: text.to_owned(), span: value.span() })
    }

    fn wrong_type(&mut self, key: &str, expected: &'static str, value: &Spanned<DeValue>) {
        let found = match value.get_ref().type_str() {
            "string" => "a string",
            "integer" | "float" => "a number",
            "boolean" => "a boolean",
            "array" => "an array",
            "table" => "a table",
            _ => "a date or time",
        };
        self.refuse(value.span(), Problem::WrongType { key: key.to_owned(), expected, found });
    }

    fn choice<T: Copy>(&mut self, given: &Text, valid: &[(&str, T)]) -> Option<T> {
        let found = valid.iter().find(|(name, _)| *name == given.text);
        if found.is_none() {
            let valid = valid.iter().map(|(name, _)| (*name).to_owned()).collect();
            self.refuse(given.span.clone(), Problem::UnknownWord { key: given.key.clone(), value: given.text.clone(), valid });
        }
        found.map(|(_, value)| *value)
    }

    fn one_of(&mut self, given: &Text, valid: &[&'static str]) -> Option<&'static str> {
        let valid: Vec<(&str, &'static str)> = valid.iter().map(|word| (*word, *word)).collect();
        self.choice(given, &valid)
    }

    fn version(&mut self, since: Text) -> Option<String> {
        let parts: Vec<&str> = since.text.split('.').collect();
        if parts.len() == 3 && parts.iter().all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit())) {
            return Some(since.text);
        }
        let valid = vec!["0.1.0".to_owned()];
        self.refuse(since.span.clone(), Problem::UnknownWord { key: "version for `since`".to_owned(), value: since.text, valid });
        None
    }

    fn languages(&mut self, table: &DeTable) -> Option<Vec<Language>> {
        let Some(value) = get(table, "languages") else {
            self.refuse(0..0, Problem::MissingKey("languages".to_owned()));
            return None;
        };
        let items = value.get_ref().as_array().filter(|items| !items.is_empty());
        let Some(items) = items else {
            self.wrong_type("languages", "an array of \"go\" and \"rust\", not empty", value);
            return None;
        };
        let choices = [Language::Go, Language::Rust].map(|language| (language_name(language), language));
        let mut languages = Vec::new();
        for item in items.iter() {
            let language = self.text("language", item).and_then(|name| self.choice(&name, &choices))?;
            if !languages.contains(&language) {
                languages.push(language);
            }
        }
        Some(languages)
    }

    fn weaknesses(&mut self, table: &DeTable) -> Vec<u32> {
        let Some(value) = get(table, "cwe") else { return Vec::new() };
        let number = |item: &Spanned<DeValue>| item.get_ref().as_integer()?.as_str().parse().ok().filter(|number| *number > 0);
        let numbers = value.get_ref().as_array().and_then(|items| items.iter().map(number).collect::<Option<BTreeSet<u32>>>());
        if numbers.is_none() {
            self.wrong_type("cwe", "an array of CWE numbers, as `[362]`", value);
        }
        numbers.into_iter().flatten().collect()
    }

    fn condition(&mut self, given: &Text, about: About, wanted: Wanted) -> Option<Condition> {
        let parsed = Condition::parse(&given.text, &given.key, about, wanted);
        parsed.map_err(|(line, problem)| self.refuse_at(self.content_line(given) + line, problem)).ok()
    }

    fn template(&mut self, given: &Text, about: About) -> Option<Template> {
        let parsed = Template::parse(&given.text, &given.key, about);
        parsed.map_err(|problem| self.refuse(given.span.clone(), problem)).ok()
    }

    fn confidence(&mut self, given: Text, about: About) -> Option<Condition> {
        // A plain word needs no quotes of CEL's own.
        let text = if CONFIDENCES.contains(&given.text.as_str()) { format!("'{}'", given.text) } else { given.text };
        self.condition(&Text { text, ..given }, about, Wanted::Word(CONFIDENCES))
    }

    fn case(&mut self, key: &str, value: &Spanned<DeValue>, about: About) -> Option<Case> {
        let Some(table) = value.get_ref().as_table() else {
            if value.get_ref().is_str() {
                let text = self.text(key, value)?;
                return Some(Case { when: None, text: self.template(&text, about)? });
            }
            self.wrong_type(key, "a string, or a table of `when` and `text`", value);
            return None;
        };
        self.known_keys(table, &format!("{key}."), &["when", "text"]);
        let part = |reader: &mut Self, name: &str| {
            let key = format!("{key}.{name}");
            if get(table, name).is_none() {
                reader.refuse(value.span(), Problem::MissingKey(key.clone()));
            }
            get(table, name).and_then(|value| reader.text(&key, value))
        };
        let (when, text) = (part(self, "when"), part(self, "text"));
        let when = when.and_then(|when| self.condition(&when, about, Wanted::Truth));
        let text = text.and_then(|text| self.template(&text, about));
        Some(Case { when: Some(when?), text: text? })
    }

    /// A template, or an array of cases; one without `when` is the last, and with `complete` must be there.
    fn phrase(&mut self, key: &str, value: &Spanned<DeValue>, about: About, complete: bool) -> Option<Phrase> {
        let Some(items) = value.get_ref().as_array() else {
            return Some(Phrase(vec![self.case(key, value, about)?]));
        };
        let mut cases = Vec::new();
        for item in items.iter() {
            cases.push(self.case(key, item, about)?);
        }
        let always = cases.iter().position(|case| case.when.is_none());
        let message = match always {
            Some(at) if at + 1 < cases.len() => "what stands after a case without `when` is never used: move that case to the end",
            None if complete => "no case is left where no `when` holds: end with a plain string",
            _ => return Some(Phrase(cases)),
        };
        self.refuse(value.span(), Problem::Cases { key: key.to_owned(), message });
        None
    }

    fn labels(&mut self, table: &DeTable, about: About) -> Vec<(String, Phrase)> {
        let Some(value) = get(table, "labels") else { return Vec::new() };
        let Some(labels) = value.get_ref().as_table() else {
            self.wrong_type("labels", "a table of places", value);
            return Vec::new();
        };
        let places: Vec<&str> = about.places().into_iter().map(|(name, _)| name).collect();
        self.known_keys(labels, "labels.", &places);
        let mut phrases = Vec::new();
        for (place, value) in labels.iter() {
            let place: &str = place.get_ref();
            if let Some(phrase) = self.phrase(&format!("labels.{place}"), value, about, false) {
                phrases.push((place.to_owned(), phrase));
            }
        }
        phrases
    }

    fn notes(&mut self, value: &Spanned<DeValue>, about: About) -> Vec<Case> {
        let Some(items) = value.get_ref().as_array() else {
            self.wrong_type("notes", "an array of strings, or of tables of `when` and `text`", value);
            return Vec::new();
        };
        items.iter().filter_map(|item| self.case("notes", item, about)).collect()
    }
}

fn get<'t, 'i>(table: &'t DeTable<'i>, key: &str) -> Option<&'t Spanned<DeValue<'i>>> {
    table.get(key)
}
