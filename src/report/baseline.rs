//! Findings that are accepted for the time being, in a file.
//!
//! The file is JSON with one entry a line, sorted, so that its changes are read like those of source. An
//! entry is known by its fingerprint alone, that of its rule, package, function and map; what else
//! stands in it is for readers, and for telling whether a run could have seen it. Findings alike have an
//! entry each, and are counted. File names are relative to the folder of the baseline.

use super::known::{Known, pairs};
use super::{Finding, Report, Sources, map_name};
use serde::{Deserialize, Serialize};

const VERSION: u64 = 1;

/// What a baseline has.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Baseline {
    /// Sorted.
    pub entries: Vec<Entry>,
}

/// A finding that is accepted.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// Its file, relative to the folder of the baseline, with `/`.
    pub file: String,
    /// Its rule.
    pub rule: String,
    /// The function it is in; empty at package level.
    pub function: String,
    /// The map, as `owner.name`; empty where it is about none.
    pub map: String,
    /// What it says.
    pub message: String,
    /// The package it is in.
    pub package: String,
    /// The fingerprint that all findings of its rule, package, function and map share.
    pub fingerprint: String,
}

/// A file that is no baseline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Damaged {
    /// The 1-based line, where one is to blame.
    pub line: Option<u32>,
    /// What is wrong: lower case, no full stop.
    pub message: String,
}

/// A report, and what a baseline says of it.
pub struct Compared {
    /// For each entry, whether a finding is that one, shown or not.
    pub seen: Vec<bool>,
    /// For each finding that is shown, the entry that it is.
    pub entry_of: Vec<Option<usize>>,
    /// For each finding that is silent, whether it is an entry.
    silent: Vec<bool>,
}

#[derive(Deserialize)]
struct File {
    version: u64,
    entries: Vec<Entry>,
}

impl Baseline {
    /// Reads what [`Baseline::text`] writes.
    pub fn parse(text: &str) -> Result<Baseline, Damaged> {
        let damaged = |error: serde_json::Error| Damaged {
            line: u32::try_from(error.line()).ok().filter(|line| *line > 0),
            message: format!("this is no baseline: {}", without_place(&error.to_string())),
        };
        let parsed = serde_json::from_str::<File>(text);
        let version = match &parsed {
            Ok(file) => Some(file.version),
            // Of another version the entries may have other fields.
            Err(_) => serde_json::from_str::<serde_json::Value>(text).ok().and_then(|value| value.get("version")?.as_u64()),
        };
        if let Some(version) = version.filter(|version| *version != VERSION) {
            let message = format!("this baseline has version {version}, and this maplint knows version {VERSION}");
            return Err(Damaged { line: None, message });
        }
        let mut entries = parsed.map_err(damaged)?.entries;
        entries.sort();
        Ok(Baseline { entries })
    }

    /// The content of the file: one entry a line, sorted, ended by a line break.
    pub fn text(&self) -> String {
        let mut sorted: Vec<&Entry> = self.entries.iter().collect();
        sorted.sort();
        let lines: Vec<String> =
            sorted.iter().map(|entry| format!("    {}", serde_json::to_string(entry).expect("an entry has text alone"))).collect();
        let entries = if lines.is_empty() { "[]".to_owned() } else { format!("[\n{}\n  ]", lines.join(",\n")) };
        format!("{{\n  \"version\": {VERSION},\n  \"entries\": {entries}\n}}\n")
    }

    /// Compares a report with the baseline. Findings that are shown find their entry before those that are
    /// silenced or too unsure, which only show that an entry is not mended.
    pub fn compare(&self, report: &Report, sources: &Sources) -> Compared {
        let known: Vec<Known> = self.entries.iter().map(Entry::known).collect();
        // Entries remember no line.
        let remembered = |finding: &Finding| Known { line: String::new(), ..Known::of(finding, sources) };
        let shown: Vec<Known> = report.findings.iter().map(remembered).collect();
        let entry_of = pairs(&shown, &known);
        let mut seen = vec![false; known.len()];
        entry_of.iter().flatten().for_each(|index| seen[*index] = true);
        let left: Vec<usize> = (0..known.len()).filter(|index| !seen[*index]).collect();
        let silent: Vec<Known> = report.silent.iter().map(remembered).collect();
        let known: Vec<Known> = left.iter().map(|index| known[*index].clone()).collect();
        let pairs = pairs(&silent, &known);
        pairs.iter().flatten().for_each(|index| seen[left[*index]] = true);
        Compared { seen, entry_of, silent: pairs.iter().map(Option::is_some).collect() }
    }
}

impl Entry {
    /// The entry of a finding; `file` is its file as the entry is to name it.
    pub fn new(finding: &Finding, file: String) -> Entry {
        let diagnostic = &finding.diagnostic;
        let map = match map_name(diagnostic) {
            ("", name) => name.to_owned(),
            (owner, name) => format!("{owner}.{name}"),
        };
        Entry {
            file,
            rule: diagnostic.rule.to_string(),
            function: diagnostic.function.clone(),
            map,
            message: diagnostic.message.clone(),
            package: diagnostic.package.clone(),
            fingerprint: finding.shared.clone(),
        }
    }

    /// One line that says which finding it was.
    pub fn summary(&self) -> String {
        let function = if self.function.is_empty() { String::new() } else { format!(", in `{}`", self.function) };
        format!("{}: {}: {}{function}", self.file, self.rule, self.message)
    }

    fn known(&self) -> Known {
        Known { shared: self.fingerprint.clone(), message: self.message.clone(), line: String::new() }
    }
}

impl Report {
    /// Takes out all findings, as a baseline that has grown accepts them.
    pub fn leave_out_all(&mut self) {
        self.leave_out(&vec![true; self.findings.len()]);
    }

    /// Takes out the findings that are entries of a baseline.
    pub fn leave_out_accepted(&mut self, compared: &Compared) {
        let accepted: Vec<bool> = compared.entry_of.iter().map(Option::is_some).collect();
        self.leave_out(&accepted);
        for (finding, is_old) in self.silent.iter_mut().zip(&compared.silent) {
            finding.is_old = *is_old;
        }
    }
}

/// An error of the library without the place, which is told on its own.
fn without_place(message: &str) -> &str {
    message.rsplit_once(" at line ").map_or(message, |(what, _)| what)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(file: &str, message: &str) -> Entry {
        let [file, rule, function, map, message, package, fingerprint] =
            [file, "unguarded-map-write", "Counter.Add", "Counter.n", message, "example.com/a", "6a352e03ca2e63bd"].map(str::to_owned);
        Entry { file, rule, function, map, message, package, fingerprint }
    }

    #[test]
    fn a_baseline_is_read_as_it_was_written() {
        let mut baseline = Baseline { entries: vec![entry("b.go", "x"), entry("a.go", "\"quoted\"\n")] };
        let text = baseline.text();
        assert_eq!(text.lines().count(), 7, "{text}");
        assert!(text.find("a.go") < text.find("b.go"), "{text}");
        baseline.entries.sort();
        assert_eq!(Baseline::parse(&text), Ok(baseline));
        assert_eq!(Baseline::parse(&Baseline::default().text()), Ok(Baseline::default()));
    }

    #[test]
    fn what_is_no_baseline_is_told_with_its_line() {
        let told = |text: &str| Baseline::parse(text).map_err(|damaged| (damaged.line, damaged.message));
        let good = Baseline { entries: vec![entry("a.go", "x"), entry("b.go", "x")] }.text();
        let wrong = |line, what: &str| Err((line, format!("this is no baseline: {what}")));
        assert_eq!(told(""), wrong(Some(1), "EOF while parsing a value"));
        assert_eq!(told(&good.replace("a.go\",", "a.go\"")), wrong(Some(4), "expected `,` or `}`"));
        assert_eq!(told(&good.replace("\"map\"", "\"amp\"")).map_err(|(line, _)| line), Err(Some(4)));
        assert_eq!(told("{\"entries\": []}").map_err(|(_, what)| what), Err("this is no baseline: missing field `version`".to_owned()));
        assert_eq!(told("[]").map_err(|(line, _)| line), Err(Some(1)));
        let newer = "this baseline has version 2, and this maplint knows version 1";
        assert_eq!(told("{\"version\": 2, \"accepted\": {}}"), Err((None, newer.to_owned())));
    }
}
