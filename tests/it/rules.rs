//! Runs the tool with every rule on every case under `testdata`, and compares with the marks.
//!
//! A case folder may hold `maplint.args`: further arguments, one a line.

use crate::support::cases::{self, Case};
use crate::support::marks::{self, Expectation, Mark};
use crate::support::outcome::{Access, Finding, mismatches};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

/// What `go test -race` can show: a case that wants one of these has a program that races.
const SHOWN_BY_RACE_DETECTOR: [&str; 6] = [
    "unguarded-map-write",
    "unguarded-map-read",
    "write-under-read-lock",
    "mismatched-map-guard",
    "guarded-map-escape",
    "shared-map-mutation",
];

/// With these, no package outside a case is on the machine.
const NOTHING_OUTSIDE: [(&str, &str); 2] = [("GOROOT", "/nowhere"), ("GOMODCACHE", "/nowhere")];

#[test]
fn go_cases() {
    cases::all_must_pass(&cases::of("go"), |case| check(case, "go", &[]));
}

/// The table of libraries alone says enough of them, and Go's own sources nothing else.
#[test]
fn go_cases_on_a_machine_without_go() {
    cases::all_must_pass(&cases::of("go"), |case| check(case, "go", &NOTHING_OUTSIDE));
}

#[test]
fn rust_cases() {
    cases::all_must_pass(&cases::of("rust"), |case| check(case, "rs", &[]));
}

#[test]
fn racy_go_cases_have_a_program_that_races() {
    cases::all_must_pass(&cases::of("go"), |case| {
        let marks = marks_of(case, "go").unwrap_or_default();
        let is_racy = marks.values().flatten().any(|mark| match &mark.expects {
            Expectation::Want { rule, .. } | Expectation::Gap { rule } => SHOWN_BY_RACE_DETECTOR.contains(&rule.as_str()),
            Expectation::Noise { .. } | Expectation::Severity(_) | Expectation::Locks(_) => false,
        });
        let program = std::fs::read_to_string(case.dir.join("_race/race_test.go")).unwrap_or_default();
        let shown = !is_racy || program.contains("func TestRacy");
        if shown { Vec::new() } else { vec!["_race/race_test.go has no TestRacy… that shows its race".to_owned()] }
    });
}

/// Everything about a case that is not as its marks say, file by file.
fn check(case: &Case, extension: &str, environment: &[(&str, &str)]) -> Vec<String> {
    let (marks, mut findings) = match (marks_of(case, extension), findings_of(case, environment)) {
        (Ok(marks), Ok(findings)) => (marks, findings),
        (marks, findings) => return marks.err().into_iter().chain(findings.err()).collect(),
    };
    let mut accesses: BTreeMap<String, Vec<Access>> = BTreeMap::new();
    for (file, line, fact) in maplint::driver::access_facts(&["./...".to_owned()], &case.dir) {
        let access = Access { line, map: fact.map, op: fact.op.to_owned(), locks: fact.locks.into_iter().collect() };
        accesses.entry(file).or_default().push(access);
    }
    let files: BTreeSet<String> = marks.keys().chain(findings.keys()).cloned().collect();
    let mut complaints = Vec::new();
    for file in files {
        let marks = marks.get(&file).map(Vec::as_slice).unwrap_or_default();
        let findings = findings.remove(&file).unwrap_or_default();
        let accesses = accesses.get(&file).map(Vec::as_slice).unwrap_or_default();
        let wrong = mismatches(marks, &findings, accesses);
        complaints.extend(wrong.into_iter().map(|(line, complaint)| format!("{file}:{line}: {complaint}")));
    }
    complaints
}

/// The marks in each source file of a case, by its path in the case.
fn marks_of(case: &Case, extension: &str) -> Result<BTreeMap<String, Vec<Mark>>, String> {
    let is_source = |entry: &walkdir::DirEntry| {
        let name = entry.file_name().to_string_lossy();
        entry.depth() == 0 || !(name.starts_with(['.', '_']) || name == "target" || name == "vendor")
    };
    let mut marks = BTreeMap::new();
    for entry in walkdir::WalkDir::new(&case.dir).into_iter().filter_entry(is_source) {
        let entry = entry.map_err(|error| error.to_string())?;
        if entry.path().extension().is_some_and(|found| found == extension) {
            let file = cases::relative(&case.dir, entry.path());
            let text = read(entry.path())?;
            let found = marks::parse(&text).map_err(|wrong| format!("{file}: {wrong}"))?;
            marks.insert(file, found);
        }
    }
    Ok(marks)
}

/// What `maplint check` reports on a case, by file.
fn findings_of(case: &Case, environment: &[(&str, &str)]) -> Result<BTreeMap<String, Vec<Finding>>, String> {
    let arguments = case.dir.join("maplint.args");
    let arguments = if arguments.exists() { read(&arguments)? } else { String::new() };
    let output = Command::new(env!("CARGO_BIN_EXE_maplint"))
        .env("MAPLINT_NO_CACHE", "1")
        .args(["check", "--format", "json", "--select", "all"])
        .args(arguments.lines().filter(|line| !line.is_empty()))
        .arg("./...")
        .current_dir(&case.dir)
        .envs(environment.iter().copied())
        .output()
        .map_err(|error| format!("maplint does not start: {error}"))?;
    let said = || format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    if !matches!(output.status.code(), Some(0 | 1)) {
        return Err(format!("maplint ends with {}:\n{}", output.status, said()));
    }
    let report: Report =
        serde_json::from_slice(&output.stdout).map_err(|error| format!("maplint writes no report ({error}):\n{}", said()))?;
    if !report.errors.is_empty() {
        return Err(format!("maplint could not read everything: {:?}", report.errors));
    }
    let mut findings: BTreeMap<String, Vec<Finding>> = BTreeMap::new();
    for ReportedFinding { rule, file, line, severity, message } in report.findings {
        findings.entry(file).or_default().push(Finding { rule, line, severity, message });
    }
    Ok(findings)
}

/// The part of the JSON report that marks speak of.
#[derive(serde::Deserialize)]
struct Report {
    findings: Vec<ReportedFinding>,
    errors: Vec<serde_json::Value>,
}

#[derive(serde::Deserialize)]
struct ReportedFinding {
    rule: String,
    file: String,
    line: u32,
    severity: String,
    message: String,
}

fn read(path: &Path) -> Result<String, String> {
    std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}
