//! The command line as a user meets it: exit codes, streams, each format, help, and every command
//! that the documents show.
//!
//! The picture in the README is written with `MAPLINT_BLESS=1 cargo test --test it cli::`.

use crate::support::sarif;
use crate::support::{check_between, copy_folder, maplint, read, root, words, write_tree};
use assert_cmd::assert::Assert;
use serde_json::Value;
use std::collections::BTreeSet;
use std::io::Read;
use std::path::Path;
use std::process::Stdio;
use tempfile::TempDir;

/// A Go program with one race, in `main.go`, and a quiet package below it.
fn racy_project() -> TempDir {
    let folder = TempDir::new().expect("a folder can be made");
    copy_folder(&root().join("testdata/readme"), folder.path());
    write(folder.path(), "quiet/quiet.go", "package quiet\n\nvar Names = map[string]int{}\n");
    folder
}

fn write(folder: &Path, path: &str, text: &str) {
    let file = folder.join(path);
    std::fs::create_dir_all(file.parent().expect("a file is in a folder")).expect("the folder can be made");
    std::fs::write(file, text).expect("the file can be written");
}

fn run(folder: &Path, args: &[&str]) -> Assert {
    maplint().current_dir(folder).args(args).assert()
}

fn stdout(assert: &Assert) -> String {
    String::from_utf8(assert.get_output().stdout.clone()).expect("output is UTF-8")
}

fn stderr(assert: &Assert) -> String {
    String::from_utf8(assert.get_output().stderr.clone()).expect("output is UTF-8")
}

fn json(assert: &Assert) -> Value {
    serde_json::from_str(&stdout(assert)).expect("output is JSON")
}

#[test]
fn help_names_every_command_and_the_exit_codes() {
    let help = stdout(&run(root(), &["--help"]).code(0));
    for word in ["check", "explain", "rules", "config", "init", "--select", "--min-confidence", "--output", "Exit codes"] {
        assert!(help.contains(word), "{word} is not in the help:\n{help}");
    }
    for command in ["check", "explain", "rules", "config", "init", "facts", "completions", "man"] {
        assert!(stdout(&run(root(), &[command, "--help"]).code(0)).contains("Usage: maplint"));
    }
    assert!(stdout(&run(root(), &["--version"]).code(0)).starts_with("maplint "));
}

#[test]
fn bad_arguments_are_told_with_what_would_be_right() {
    let cases: [(&[&str], &str); 11] = [
        (&["--frmat", "json"], "--format"),
        (&["--format", "jsn"], "'json'"),
        (&["--min-confidence", "sure"], "possible, likely, certain"),
        (&["--fail-on", "never"], "note, warning, error"),
        (&["--output", "sarif"], "FORMAT=FILE"),
        (&["--output", "xml=a"], "no format is named `xml`"),
        (&["--threads", "0"], "--threads"),
        (&["--quiet", "--verbose"], "cannot be used with"),
        (&["--select", "unparsed-fil"], "did you mean `unparsed-file`?"),
        (&["--warn", "rce"], "did you mean `race`?"),
        (&["--statistics", "--format", "json"], "cannot be used with"),
    ];
    for (args, expected) in cases {
        let assert = run(root(), args).code(2);
        assert!(stderr(&assert).contains(expected), "{args:?}: {}", stderr(&assert));
        assert_eq!(stdout(&assert), "", "{args:?}");
    }
}

#[test]
fn an_empty_folder_is_clean() {
    let folder = TempDir::new().expect("a folder can be made");
    let assert = run(folder.path(), &[]).code(0);
    assert_eq!((stdout(&assert), stderr(&assert)), (String::new(), "No Go or Rust files to check\n".into()));
    assert_eq!(stderr(&run(folder.path(), &["--quiet"]).code(0)), "");
    let report = json(&run(folder.path(), &["check", "--format", "json"]).code(0));
    assert_eq!((&report["version"], &report["findings"]), (&Value::from(1), &Value::Array(vec![])));
}

#[test]
fn rules_are_listed_and_explained() {
    let table = stdout(&run(root(), &["rules"]).code(0));
    let last = table.find("REPORTS").expect("the table has a head");
    let aligned = |line: &str| line.get(last - 2..last).is_some_and(|gap| gap == "  ") && !line[last..].starts_with(' ');
    assert!(table.lines().all(aligned), "{table}");
    let list = json(&run(root(), &["rules", "--format", "json"]).code(0));
    let ids: Vec<_> = list.as_array().expect("a list").iter().filter_map(|rule| rule["id"].as_str()).collect();
    assert!(ids.contains(&"unparsed-file") && ids.is_sorted(), "{ids:?}");
    for id in ids {
        let page = stdout(&run(root(), &["explain", id]).code(0));
        assert!(page.starts_with(&format!("# {id}\n")) && page.contains("## Why is this bad?"), "{page}");
    }
    let assert = run(root(), &["explain", "unparsed-fil"]).code(2);
    assert!(stderr(&assert).contains("no rule is named `unparsed-fil`; did you mean `unparsed-file`?"));
}

#[test]
fn a_report_that_cannot_be_written_is_told() {
    let folder = TempDir::new().expect("a folder can be made");
    let assert = run(folder.path(), &["--output", "json=missing/a.json", "--output", "sarif=b.sarif"]).code(2);
    assert!(stderr(&assert).contains("missing/a.json"), "{}", stderr(&assert));
    assert!(folder.path().join("b.sarif").exists(), "the other report is written all the same");
}

#[test]
fn a_reader_that_goes_away_ends_the_run_quietly() {
    for args in [&["explain", "unparsed-file"][..], &["--help"], &["--format", "sarif", "testdata/readme/..."]] {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_maplint"));
        let mut child =
            command.current_dir(root()).args(args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("maplint starts");
        drop(child.stdout.take());
        let mut told = String::new();
        child.stderr.take().expect("it is piped").read_to_string(&mut told).expect("output is UTF-8");
        let code = child.wait().expect("maplint ends").code();
        assert_eq!(told, "", "{args:?}");
        assert!(code.is_some_and(|code| code < 2), "{args:?}: {code:?}");
    }
}

#[test]
fn findings_make_the_exit_code_and_the_default_is_the_whole_tree() {
    let project = racy_project();
    for args in [&[][..], &["./..."], &["check"], &["check", "./..."], &["main.go"], &["."]] {
        let assert = run(project.path(), args).code(1);
        assert!(stdout(&assert).starts_with("error[unguarded-map-write]: "), "{args:?}: {}", stdout(&assert));
        assert!(stderr(&assert).starts_with("Found 1 error in "), "{args:?}: {}", stderr(&assert));
    }
    let assert = run(project.path(), &["./quiet/..."]).code(0);
    assert!(stderr(&assert).starts_with("No problems found in 1 file ("), "{}", stderr(&assert));
    assert_eq!(stdout(&assert), "");
}

#[test]
fn levels_and_selections_decide_what_fails() {
    let project = racy_project();
    run(project.path(), &["--ignore", "unguarded-map-write"]).code(0);
    run(project.path(), &["--ignore", "race"]).code(0);
    run(project.path(), &["--select", "unsized-map"]).code(0);
    run(project.path(), &["--select", "race", "--fail-on", "error"]).code(1);
    run(project.path(), &["--warn", "race", "--fail-on", "error"]).code(0);
    run(project.path(), &["--note", "race"]).code(0);
    run(project.path(), &["--note", "race", "--error", "unguarded-map-write"]).code(1);
    run(project.path(), &["--ignore", "race", "--error", "unguarded-map-write"]).code(1);
    let assert = run(project.path(), &["--exit-zero"]).code(0);
    assert!(stdout(&assert).starts_with("error[unguarded-map-write]: "), "{}", stdout(&assert));
    run(project.path(), &["--exit-zero", "missing.go"]).code(2);
    let assert = run(project.path(), &["--warn", "race", "--min-severity", "error", "--verbose"]).code(0);
    assert_eq!(stdout(&assert), "");
    assert!(stderr(&assert).contains("1 below the asked level"), "{}", stderr(&assert));
}

#[test]
fn numbers_in_the_place_of_findings() {
    let project = racy_project();
    let assert = run(project.path(), &["--statistics", "--output", "json=a.json"]).code(1);
    assert_eq!(stdout(&assert), "1  error    unguarded-map-write\n");
    assert!(project.path().join("a.json").exists());
    let told = stderr(&run(project.path(), &["--timings", "--quiet"]).code(1));
    for line in ["finding files", "reading", "analysing", "asking the rules", "reporting", "all", "unguarded-map-write"] {
        assert!(told.lines().any(|told| told.ends_with(&format!("  {line}"))), "{line}: {told}");
    }
    let told = stderr(&run(project.path(), &["--timings", "--quiet", "--select", "nil-map-write"]).code(0));
    assert!(told.contains("nil-map-write") && !told.contains("unguarded-map-write"), "a rule that did not run has no time: {told}");
}

#[test]
fn the_files_that_would_be_checked() {
    let project = racy_project();
    assert_eq!(stdout(&run(project.path(), &["--show-files"]).code(0)), "main.go\nquiet/quiet.go\n");
    assert_eq!(stdout(&run(project.path(), &["--show-files", "./quiet"]).code(0)), "quiet/quiet.go\n");
    run(project.path(), &["--show-files", "missing.go"]).code(2);
}

#[test]
fn every_format_tells_the_same_finding() {
    let project = racy_project();
    let args = [
        "--output",
        "json=a.json",
        "--output",
        "sarif=a.sarif",
        "--output",
        "full=a.txt",
        "--output",
        "html=a.html",
        "--format",
        "concise",
    ];
    let assert = run(project.path(), &args).code(1);
    let line = stdout(&assert);
    assert!(line.starts_with("main.go:21:") && line.contains(": error[unguarded-map-write] "), "{line}");
    let written = |name: &str| std::fs::read_to_string(project.path().join(name)).expect("the report is written");
    let report: Value = serde_json::from_str(&written("a.json")).expect("the report is JSON");
    let finding = &report["findings"][0];
    assert_eq!((&finding["file"], &finding["line"], &finding["map"]["name"]), (&"main.go".into(), &21.into(), &"n".into()));
    let page = written("a.html");
    let data = page.split_once("type=\"application/json\">").and_then(|(_, rest)| rest.split_once("</script>")).expect("it has data").0;
    let data: Value = serde_json::from_str(data).expect("the data is JSON");
    assert_eq!(data["findings"][0]["id"], finding["fingerprint"]);
    assert_ne!(data["inventory"]["rows"], Value::Array(Vec::new()), "the maps are in it");
    let log: Value = serde_json::from_str(&written("a.sarif")).expect("the log is JSON");
    let result = &log["runs"][0]["results"][0];
    assert_eq!(result["partialFingerprints"]["maplint/v1"], finding["fingerprint"]);
    let rules = log["runs"][0]["tool"]["driver"]["rules"].as_array().expect("a list").len();
    assert_eq!(rules, json(&run(root(), &["rules", "--format", "json"])).as_array().expect("a list").len());
    assert_eq!(written("a.txt"), stdout(&run(project.path(), &[])));
}

/// Written as its edit says, a misspelt promise is one.
#[test]
fn a_misspelt_promise_comes_with_its_repair() {
    let project = TempDir::new().expect("a folder can be made");
    write_tree(
        project.path(),
        "//- go.mod
module example.com/a

go 1.22
//- a.go
package a

// é CONCURRENCY_SAFE: true
// CONCURENCY_SAFE: true
var m = map[string]int{}
//- crates/Cargo.toml
[package]
name = \"crates\"
version = \"0.0.0\"
edition = \"2024\"
//- crates/src/lib.rs
pub struct Jobs {
    by_id: std::collections::HashMap<u64, u64>, /* é CONCURRENCY_SAFE = false */ // CONCURRENCY_SAFE: ture
}
",
    );
    let args = ["--select", "contract", "--format", "json", "./...", "crates/..."];
    let found = json(&run(project.path(), &args).code(1));
    let findings = found["findings"].as_array().expect("a list");
    assert_eq!(findings.len(), 2, "{found}");
    for finding in findings {
        let edit = &finding["fix"]["edits"][0];
        let file = project.path().join(edit["file"].as_str().expect("a file"));
        let text = std::fs::read_to_string(&file).expect("the file can be read");
        let number = |name: &str| usize::try_from(edit[name].as_u64().expect("a number")).expect("small") - 1;
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        let line = &mut lines[number("line")];
        let at = |column: usize| line.char_indices().nth(column).map_or(line.len(), |(at, _)| at);
        let range = at(number("column"))..at(number("end_column"));
        line.replace_range(range, edit["text"].as_str().expect("a text"));
        std::fs::write(&file, lines.join("\n")).expect("the file can be written");
    }
    run(project.path(), &args).code(0);
}

/// Of the two calls that hand the map on, the one that holds no lock.
#[test]
fn a_map_that_is_handed_on_is_told_by_the_way_that_it_came() {
    let case = "testdata/go/unguarded-map-write/map_handed_on";
    let found = json(&run(&root().join(case), &["--format", "json", "./..."]).code(1));
    let way = found["findings"][0]["threads"][0]["path"].as_array().expect("a thread has a way");
    let source = read(&format!("{case}/params.go"));
    let (_, restore) = source.split_once(") Restore(p Params) {\n").expect("Restore is in the source");
    let line_of_restore = source.lines().count() - restore.lines().count() + 1;
    assert_eq!(way[0]["line"], line_of_restore);
}

/// What the schema leaves open: a result has one place, on one line, a message of sentences, links that lead
/// somewhere, and accesses that happen at once.
#[track_caller]
fn check_result(result: &Value) {
    let text = result["message"]["text"].as_str().unwrap_or_default();
    assert!(text.ends_with('.') && result["locations"].as_array().map(Vec::len) == Some(1), "{result}");
    let region = &result["locations"][0]["physicalLocation"]["region"];
    assert!(region["startLine"].is_u64() && region["startLine"] == region["endLine"], "{result}");
    assert!(result["partialFingerprints"]["primaryLocationLineHash"].is_string(), "{result}");
    for (index, place) in result["relatedLocations"].as_array().into_iter().flatten().enumerate() {
        assert!(place["id"] == index + 1 && text.contains(&format!("]({})", index + 1)), "{result}");
    }
    let flows = result["codeFlows"][0]["threadFlows"].as_array().into_iter().flatten();
    let last: BTreeSet<String> = flows
        .map(|flow| {
            flow["locations"]
                .as_array()
                .and_then(|steps| steps.last())
                .map_or(Value::Null, |step| step["executionOrder"].clone())
                .to_string()
        })
        .collect();
    assert!(last.len() < 2, "{result}");
}

#[test]
fn a_log_of_real_findings_keeps_to_the_schema() {
    // Promises are missing where a config asks for them.
    let config = "testdata/go/missing-concurrency-contract/required_by_config/maplint.toml";
    let args = [
        "--format",
        "sarif",
        "--select",
        "all",
        "--min-confidence",
        "possible",
        "--config",
        config,
        "testdata/go/...",
        "testdata/rust/...",
    ];
    let log = json(&run(root(), &args).code(1));
    assert_eq!(sarif::violations(&log), [] as [String; 0]);
    let results = log["runs"][0]["results"].as_array().expect("there are results");
    let rules = log["runs"][0]["tool"]["driver"]["rules"].as_array().expect("there are rules");
    for rule in rules.iter().filter(|rule| rule["id"] != "unparsed-file") {
        assert!(results.iter().any(|result| result["ruleId"] == rule["id"]), "{} has no result", rule["id"]);
        let help = rule["help"]["text"].as_str().unwrap_or_default();
        assert!(!help.contains("```") && !help.contains("\n#"), "help is plain text: {help}");
    }
    results.iter().for_each(check_result);
    let mut flows = results.iter().filter_map(|result| result["codeFlows"][0]["threadFlows"].as_array());
    assert!(flows.any(|flows| flows.len() == 2), "no race has both of its threads");
    for result in results {
        let place = &result["locations"][0]["physicalLocation"];
        let file = place["artifactLocation"]["uri"].as_str().expect("a place has a file");
        assert!(root().join(file).is_file(), "{file}");
        assert_eq!(rules[result["ruleIndex"].as_u64().expect("an index") as usize]["id"], result["ruleId"]);
        assert!(result["partialFingerprints"]["maplint/v1"].is_string() && place["region"]["startColumn"].is_u64());
    }
}

/// What goes wrong with one thing is told with its place, and the race beside it is reported.
fn told_beside_the_race(project: &Path, args: &[&str], code: i32, expected: &str) {
    let assert = run(project, args).code(code);
    assert!(stderr(&assert).contains(expected), "{args:?}: {}", stderr(&assert));
    assert!(stdout(&assert).contains("error[unguarded-map-write]"), "{args:?}: {}", stdout(&assert));
}

#[test]
fn a_path_that_is_not_there_is_told_and_the_rest_is_linted() {
    let project = racy_project();
    told_beside_the_race(project.path(), &["missing/...", "./..."], 2, "error: missing/...: no such file or folder\n");
    told_beside_the_race(project.path(), &["missing.go", "main.go"], 2, "error: missing.go: no such file or folder\n");
    let assert = run(project.path(), &["missing.go", "quiet/quiet.go"]).code(2);
    assert!(stderr(&assert).contains("No problems found in 1 file; not all could be checked ("), "{}", stderr(&assert));
    let report = json(&run(project.path(), &["--format", "json", "missing.go", "."]).code(2));
    assert_eq!(report["errors"][0]["file"], "missing.go");
    assert_eq!(report["findings"][0]["rule"], "unguarded-map-write");
}

#[test]
#[cfg(unix)]
fn a_file_that_cannot_be_read_is_told_and_the_rest_is_linted() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let project = racy_project();
    write(project.path(), "shut.go", "package main\n");
    let shut = project.path().join("shut.go");
    std::fs::set_permissions(&shut, std::fs::Permissions::from_mode(0o000)).expect("the mode can be set");
    if std::fs::read(&shut).is_err() {
        told_beside_the_race(project.path(), &[], 2, "error: shut.go: cannot be read: permission denied\n");
    } else {
        // Nothing is shut to this user: a link to nowhere is unreadable to all.
        std::fs::remove_file(&shut).expect("the file can be removed");
        symlink("nowhere", &shut).expect("a link can be made");
        told_beside_the_race(project.path(), &["shut.go", "."], 2, "error: shut.go: ");
    }
}

#[test]
fn a_file_in_another_encoding_is_told_and_the_rest_is_linted() {
    let project = racy_project();
    std::fs::write(project.path().join("latin.go"), b"package main\n\n// caf\xe9\n").expect("the file can be written");
    told_beside_the_race(project.path(), &[], 2, "error: latin.go:3: not UTF-8\n");
}

#[test]
fn a_file_that_does_not_parse_is_a_note_and_the_rest_is_linted() {
    let project = racy_project();
    write(project.path(), "quiet/cut.go", "package quiet\n\nvar cut = ) map\n\nfunc Put() {\n\tNames[\"a\"] = 1\n}\n");
    write(project.path(), "cut.rs", "fn cut() {\n");
    let args = ["--format", "concise", "./quiet/...", "cut.rs"];
    let assert = run(project.path(), &args).code(0);
    let lines: Vec<String> = stdout(&assert).lines().map(str::to_owned).collect();
    assert!(lines[0].starts_with("cut.rs:1:") && lines[1].starts_with("quiet/cut.go:3:1: "), "{lines:?}");
    assert!(lines.len() == 2 && lines.iter().all(|line| line.contains(": note[unparsed-file] ")), "{lines:?}");
    run(project.path(), &[&["--fail-on", "note"], &args[..]].concat()).code(1);
    told_beside_the_race(project.path(), &[], 1, "Found 1 error, 2 notes in 4 files (");
}

#[test]
fn broken_module_files_are_told_with_their_line() {
    let project = racy_project();
    write(project.path(), "go.mod", "module demo\n\ngo one.two\nrequire (\n");
    told_beside_the_race(project.path(), &[], 1, "warning: go.mod:3: ");
    write(project.path(), "crates/Cargo.toml", "[package]\nname = \"c\"\nedition = 2021 2024\n");
    write(project.path(), "crates/src/lib.rs", "pub fn quiet() {}\n");
    told_beside_the_race(project.path(), &[], 1, "warning: crates/Cargo.toml:3: ");
    assert!(stderr(&run(project.path(), &[]).code(1)).contains("in 3 files"));
}

#[test]
fn a_bad_rule_file_is_refused_with_what_would_be_right() {
    let project = racy_project();
    let rule = read("rules/nil-map-write.md");
    for (wrong, right, line) in [
        ("about = \"acess\"", "did you mean `access`", "about ="),
        ("severity = \"bad\"", "`error`", "severity ="),
        ("sumary = \"x\"", "did you mean `summary`", "summary ="),
        ("when = \"access.wrties\"", "did you mean `access.writes`", "when ="),
        ("when = \"access.op\"", "bool", "when ="),
        ("message = \"{mpa} is nil\"", "no field `mpa`: the fields are `access`", "message ="),
    ] {
        let (at, old) = rule.lines().enumerate().find(|(_, text)| text.starts_with(line)).expect("the rule has the line");
        write(project.path(), "own/nil-write.md", &rule.replacen(old, wrong, 1).replace("nil-map-write", "nil-write"));
        let assert = run(project.path(), &["--rules", "own", "./..."]).code(2);
        let told = stderr(&assert);
        assert!(told.contains(&format!("own/nil-write.md:{}: ", at + 1)) && told.contains(right), "{wrong}: {told}");
        assert!(stdout(&assert).contains("error[unguarded-map-write]"), "{wrong}: {}", stdout(&assert));
    }
    run(project.path(), &["--rules", "no-such-folder", "./..."]).code(2);
}

#[test]
fn a_rule_of_ones_own_is_asked() {
    let project = racy_project();
    let rule = read("rules/unguarded-map-write.md").replace("unguarded-map-write", "my-write");
    write(project.path(), "own/my-write.md", &rule);
    let assert = run(project.path(), &["--rules", "own", "--select", "my-write", "--format", "concise"]).code(1);
    assert!(stdout(&assert).contains(": error[my-write] "), "{}", stdout(&assert));
}

#[test]
fn a_rule_that_fails_is_told_and_all_else_is_shown() {
    let project = racy_project();
    let rule = read("rules/unguarded-map-write.md").replace("unguarded-map-write", "my-write");
    let (head, rest) = rule.split_once("when = '''").expect("it has a condition");
    let (_, rest) = rest.split_once("'''").expect("the condition ends");
    write(project.path(), "own/my-write.md", &format!("{head}when = \"shared_locks[7] == guard\"{rest}"));
    let assert = run(project.path(), &["--rules", "own", "--min-severity", "error", "--format", "concise"]).code(2);
    assert!(stdout(&assert).contains(": error[unguarded-map-write] "), "{}", stdout(&assert));
    let told = stderr(&assert);
    let line = told.lines().find(|line| line.contains("the rule `my-write` failed here and says nothing: ")).expect("it is told");
    assert!(line.starts_with("error: main.go:") && line.contains("; please report it with the file: "), "{line}");
}

#[test]
fn deep_nesting_is_a_note_and_no_crash() {
    let project = racy_project();
    let deep = format!("{}1{}", "(".repeat(100_000), ")".repeat(100_000));
    write(project.path(), "deep/deep.go", &format!("package deep\n\nvar X = {deep}\n"));
    write(project.path(), "deep/deep.rs", &format!("pub const X: u32 = {deep};\n"));
    let assert = run(project.path(), &["--format", "concise", "deep"]).code(0);
    let lines: Vec<String> = stdout(&assert).lines().map(str::to_owned).collect();
    assert!(lines.len() == 2 && lines.iter().all(|line| line.contains(": note[unparsed-file] ")), "{lines:?}");
    told_beside_the_race(project.path(), &[], 1, "Found 1 error, 2 notes in 4 files (");
}

#[test]
fn comments_and_generated_files_are_silent_until_asked() {
    let project = racy_project();
    let main = project.path().join("main.go");
    let text = std::fs::read_to_string(&main).expect("the file can be read");
    let suppressed = text.replace("\tdelete(", "\t//maplint:ignore unguarded-map-write -- one goroutine forgets\n\tdelete(");
    std::fs::write(&main, suppressed).expect("the file can be written");
    let assert = run(project.path(), &["--verbose"]).code(0);
    assert!(stderr(&assert).contains("1 suppressed"), "{}", stderr(&assert));

    std::fs::write(&main, format!("// Code generated by a test. DO NOT EDIT.\n\n{text}")).expect("the file can be written");
    run(project.path(), &[]).code(0);
    run(project.path(), &["--generated"]).code(1);
}

#[test]
fn colour_is_for_terminals_and_for_those_who_ask() {
    let project = racy_project();
    let coloured = |args: &[&str]| stdout(&run(project.path(), args)).contains('\x1b');
    assert!(!coloured(&[]), "a pipe is no terminal");
    assert!(coloured(&["--color", "always"]));
    assert!(coloured(&["--color", "always", "--format", "concise"]));
    assert!(!coloured(&["--color", "always", "--format", "json"]));
    assert!(!coloured(&["--color", "never"]));
}

#[test]
fn two_runs_and_any_number_of_threads_write_the_same() {
    let written = |threads: &str| {
        let args = ["--format", "json", "--min-confidence", "possible", "--threads", threads, "testdata/go/...", "testdata/rust/..."];
        let mut report = json(&run(root(), &args));
        report["summary"]["elapsed_ms"] = 0.into();
        report
    };
    let first = written("1");
    assert_eq!(first, written("1"));
    assert_eq!(first, written("3"));
}

#[test]
fn the_picture_in_the_readme_is_real() {
    let assert = run(root(), &["testdata/readme/..."]).code(1);
    let output = format!("{}{}", stdout(&assert), without_time(&stderr(&assert)));
    check_between(
        "README.md",
        "<!-- output of: maplint testdata/readme/... -->",
        "<!-- end of output -->",
        &format!("```text\n{output}```\n"),
    );
}

/// The closing line with a time that does not change: ` (4 ms)` at its end.
fn without_time(line: &str) -> String {
    let (counts, _) = line.rsplit_once(" (").expect("the closing line ends in the time");
    format!("{counts} (4 ms)\n")
}

/// Commands in documents that are not run here, and why.
const NOT_RUN: [(&str, &str); 18] = [
    ("cargo test", "this is part of it"),
    ("cargo install --locked --path .", "it would change the machine"),
    ("INSTA_UPDATE=always cargo test --test it -- report:: facts::", "it writes goldens"),
    ("MAPLINT_BLESS=1 cargo test --test it -- tidy:: cli:: pages:: config:: size::", "it writes documents"),
    ("MAPLINT_TREE=prometheus cargo test --release --test it differential::same:: -- --ignored", "it goes over a clone of a large project"),
    ("MAPLINT_LSP_ROOT=prometheus cargo test --release --test it lsp:: -- --ignored --nocapture", "it measures a clone of a large project"),
    ("cargo test --release --test it hostile::size:: -- --ignored --nocapture", "it takes minutes; `.ci/run` has a smaller one"),
    ("cargo bench --bench stages -- --save-baseline before", "it measures"),
    ("cargo bench --bench stages -- --baseline before", "it measures"),
    ("cargo bench --bench trees -- compare --others --rounds 1 prometheus", "it measures a clone of a large project"),
    ("cargo bench --bench trees -- growth kubernetes", "it measures a clone of a large project"),
    ("scripts/pgo.sh kubernetes rust-analyzer", "it builds twice"),
    ("scripts/mutants.py --maplint target/release/maplint --count 100000 kubernetes", "`scripts.rs` runs it in short"),
    ("scripts/kills.py --maplint target/release/maplint --count 1000", "`scripts.rs` runs it in short"),
    ("scripts/same_bytes.py --maplint target/release/maplint --count 100 prometheus", "`scripts.rs` runs it in short"),
    ("scripts/sbom.py > maplint.cdx.json", "`scripts.rs` runs it, and reads what it writes"),
    ("scripts/reproducible.sh", "it builds twice"),
    ("MAPLINT_CORPUS=clones MAPLINT_BASE=base/maplint cargo test --test it corpus:: -- --nocapture", "it needs clones of large projects"),
];

/// The commands in each `console` block of a document.
fn blocks(document: &str) -> Vec<Vec<String>> {
    let text = read(document);
    let blocks = text.split("```console\n").skip(1).filter_map(|rest| rest.split("```").next());
    blocks.map(|block| block.lines().filter_map(|line| line.strip_prefix("$ ")).map(str::to_owned).collect()).collect()
}

fn documented_blocks() -> Vec<Vec<String>> {
    ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs/ci.md"].into_iter().flat_map(blocks).collect()
}

fn documented() -> Vec<String> {
    documented_blocks().into_iter().flatten().collect()
}

/// The arguments that a documented command hands to maplint, and whether it is run from a clone of
/// this repository; `None` for commands that run something else.
fn arguments(command: &str) -> Option<(Vec<&str>, bool)> {
    let after = |text: &'static str| command.strip_prefix(text).map(words);
    after("cargo run --release -- ").map(|args| (args, true)).or_else(|| after("maplint ").map(|args| (args, false)))
}

#[test]
fn documented_commands_are_run_or_explained() {
    for command in documented() {
        let explained = NOT_RUN.iter().any(|(skipped, _)| *skipped == command);
        assert!(explained || arguments(&command).is_some(), "`{command}` is neither run by a test nor explained in NOT_RUN");
    }
    for (skipped, _) in NOT_RUN {
        assert!(documented().iter().any(|command| command == skipped), "no document shows `{skipped}`");
    }
}

#[test]
fn the_hooks_have_arguments_that_there_are() {
    let hooks = read(".pre-commit-hooks.yaml");
    let lists: Vec<_> = hooks.lines().filter_map(|line| line.trim().strip_prefix("args: [")?.strip_suffix(']')).collect();
    assert_eq!(lists.len(), 2);
    for list in lists {
        let args: Vec<_> = list.split(", ").chain(["main.go", "quiet/quiet.go"]).collect();
        let project = racy_project();
        let code = if commit_twice(project.path()) { 0..2 } else { 2..3 };
        let assert = run(project.path(), &args);
        assert!(assert.get_output().status.code().is_some_and(|found| code.contains(&found)), "{args:?}: {}", stderr(&assert));
    }
}

/// Makes the folder a repository with two commits; `false` where there is no git.
fn commit_twice(folder: &Path) -> bool {
    let identity = ["-c", "user.name=a", "-c", "user.email=a@b", "-c", "commit.gpgsign=false", "-c", "core.hooksPath=/dev/null"];
    let git = |arguments: &[&str]| {
        let mut command = std::process::Command::new("git");
        ["GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE", "GIT_PREFIX"].iter().for_each(|name| _ = command.env_remove(name));
        let output = command.args(identity).args(arguments).current_dir(folder).output();
        output.is_ok_and(|output| output.status.success())
    };
    let commit = ["commit", "-q", "--allow-empty", "-m", "change"];
    git(&["init", "-q"]) && git(&["add", "."]) && git(&commit) && git(&commit)
}

/// The commands of a block are run one after the other in the same project.
#[test]
fn documented_commands_work() {
    for block in documented_blocks() {
        let project = racy_project();
        let has_history = commit_twice(project.path());
        for command in block {
            let Some((args, in_clone)) = arguments(&command) else { continue };
            if !has_history && args.contains(&"--since") {
                continue;
            }
            let folder = if in_clone { root() } else { project.path() };
            let assert = run(folder, &args);
            let code = assert.get_output().status.code();
            assert!(code.is_some_and(|code| code < 2), "`{command}` exits with {code:?}: {}", stderr(&assert));
        }
    }
}
