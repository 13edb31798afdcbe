//! The formats that other programs read, against the schemas that those programs go by: on all of
//! `testdata`, on a run without findings, on one with problems, and on a file with a hostile name. One run
//! writes all of them.
//!
//! JUnit: `junit-10.xsd` of the plugin xUnit of Jenkins (MIT). GitLab: `app/validators/json_schemas/codeclimate.json`
//! of GitLab (MIT). XML schemas are asked by `xmllint`; where that is not on the machine, that part is
//! skipped with a line on stderr. SARIF has its schema in other tests, and its validator in `sarif_tool.rs`.

use crate::support::{maplint, root, write_tree};
use serde_json::Value;
use std::collections::BTreeSet;
use std::io::Write;
use std::path::Path;
use std::process::Command;
use std::sync::LazyLock;
use tempfile::TempDir;

const FORMATS: [&str; 5] = ["github", "gitlab", "junit", "checkstyle", "ndjson"];

/// What one run writes in each of these formats.
fn written(folder: &Path, formats: &[&str], paths: &[&str]) -> Vec<String> {
    let scratch = TempDir::new().expect("a folder can be made");
    let file = |format: &&str| scratch.path().join(format);
    let outputs = formats.iter().flat_map(|format| ["--output".to_owned(), format!("{format}={}", file(format).display())]);
    let output = maplint().current_dir(folder).args(["--quiet", "--select", "all"]).args(outputs).args(paths).output().expect("it runs");
    assert_ne!(output.status.code(), None);
    formats.iter().map(|format| std::fs::read_to_string(file(format)).expect("the report is written, in UTF-8")).collect()
}

/// A race in a file whose name would end a command, an attribute or a line.
fn hostile() -> TempDir {
    race_in("<a&b>'\"%,::\u{1b}[1m\u{ffff}")
}

/// A race in `main.go` of a folder.
fn race_in(below: &str) -> TempDir {
    let folder = TempDir::new().expect("a folder can be made");
    let racy = "\npackage main\n\nvar m = map[string]int{}\n\nfunc main() {\n\tgo func() { m[\"a\"] = 1 }()\n\tm[\"b\"] = 2\n}\n";
    write_tree(folder.path(), &format!("//- go.mod\nmodule example.com/h\n\ngo 1.22\n//- {below}/main.go{racy}"));
    folder
}

/// A run, by its name, and its report in each of [`FORMATS`].
type Run = (&'static str, Vec<String>);

/// Shows `check` each report in a format: the name of the run, and what is written.
fn each_run(format: &str, check: impl Fn(&str, &str)) {
    static RUNS: LazyLock<Vec<Run>> = LazyLock::new(|| {
        let empty = TempDir::new().expect("a folder can be made");
        let mut runs = vec![
            ("testdata", written(root(), &FORMATS, &["testdata/..."])),
            ("nothing found", written(empty.path(), &FORMATS, &[])),
            ("problems", written(empty.path(), &FORMATS, &["no-such-folder"])),
        ];
        if cfg!(unix) {
            runs.push(("hostile name", written(hostile().path(), &FORMATS, &[])));
        }
        runs
    });
    let index = FORMATS.iter().position(|name| *name == format).expect("it is one of them");
    RUNS.iter().for_each(|(run, reports)| check(run, &reports[index]));
}

#[test]
fn xml_keeps_to_its_schema() {
    let there = Command::new("xmllint").arg("--version").output().is_ok_and(|output| output.status.success());
    if !there {
        // Past the test runner, which shows what a passing test prints to nobody.
        let _ = writeln!(std::io::stderr(), "skipped: JUnit and Checkstyle are not held against their schemas: there is no xmllint");
        return;
    }
    for (format, schema) in [("junit", "junit-10.xsd"), ("checkstyle", "checkstyle.xsd")] {
        let schema = root().join("tests/it/support").join(schema);
        each_run(format, |run, document| {
            let said = xmllint(&schema, document);
            assert_eq!(said, None, "{format}, {run}");
        });
        assert_ne!(xmllint(&schema, "<other/>"), None, "the schema is not asked");
    }
}

/// What xmllint says against a document.
fn xmllint(schema: &Path, document: &str) -> Option<String> {
    let file = tempfile::NamedTempFile::new().expect("a file can be made");
    std::fs::write(file.path(), document).expect("the file can be written");
    let output = Command::new("xmllint").args(["--noout", "--nonet", "--schema"]).args([schema, file.path()]).output();
    let output = output.expect("it was there before");
    (!output.status.success()).then(|| String::from_utf8_lossy(&output.stderr).into_owned())
}

#[test]
fn xml_is_well_formed_and_counts_what_it_has() {
    each_run("junit", |run, document| {
        let count = |what: &str| document.matches(what).count();
        let all = document.split("<testsuites ").nth(1).and_then(|rest| rest.split('>').next()).unwrap_or_default();
        for (attribute, element) in [("tests", "<testcase "), ("failures", "<failure "), ("errors", "<error ")] {
            assert!(all.contains(&format!("{attribute}=\"{}\"", count(element))), "{run}: {element} in {all}");
        }
        assert_ne!(count("<testcase "), 0, "{run}");
    });
    for format in ["junit", "checkstyle"] {
        each_run(format, |run, document| {
            let mut reader = quick_xml::Reader::from_str(document);
            loop {
                match reader.read_event() {
                    Ok(quick_xml::events::Event::Eof) => break,
                    Ok(_) => {}
                    Err(error) => panic!("{format}, {run}: {error}"),
                }
            }
            let forbidden = |character: char| (character < ' ' && character != '\n' && character != '\t') || character == '\u{ffff}';
            assert_eq!(document.find(forbidden), None, "{format}, {run}");
        });
    }
}

#[test]
fn gitlab_reports_keep_to_their_schema_and_name_each_finding_once() {
    let schema = serde_json::from_str(include_str!("support/gitlab-codequality.json")).expect("the schema is JSON");
    let validator = jsonschema::validator_for(&schema).expect("the schema is sound");
    assert!(!validator.is_valid(&serde_json::json!({})), "the schema is not asked");
    each_run("gitlab", |run, document| {
        let issues: Vec<Value> = serde_json::from_str(document).expect("an array");
        assert_eq!(issues.is_empty(), run == "nothing found" || run == "problems", "{run}");
        let mut names = BTreeSet::new();
        for issue in &issues {
            let complaints: Vec<String> = validator.iter_errors(issue).map(|error| error.to_string()).collect();
            assert_eq!(complaints, [] as [String; 0], "{run}: {issue}");
            // What the documentation asks for, and the schema does not.
            assert!(["info", "minor", "major", "critical", "blocker"].iter().any(|word| issue["severity"] == *word), "{run}: {issue}");
            let place = &issue["location"];
            let path = place["path"].as_str().expect("a path");
            assert!(!path.starts_with(['/', '.']) && place["lines"]["begin"].as_u64() > Some(0), "{run}: {issue}");
            assert!(issue["check_name"].is_string(), "{run}: {issue}");
            assert!(names.insert(issue["fingerprint"].to_string()), "{run}: twice: {issue}");
        }
    });
}

#[test]
fn github_commands_are_a_line_each() {
    each_run("github", |run, document| {
        for line in document.lines() {
            let (head, message) = line.strip_prefix("::").and_then(|rest| rest.split_once("::")).unwrap_or_else(|| panic!("{run}: {line}"));
            let (level, properties) = head.split_once(' ').expect("properties");
            assert!(["error", "warning", "notice"].contains(&level) && !message.is_empty(), "{run}: {line}");
            let names: Vec<&str> = properties.split(',').filter_map(|property| Some(property.split_once('=')?.0)).collect();
            let of_finding = ["title", "file", "line", "endLine", "col", "endColumn"];
            assert!(names == of_finding || run == "problems" && names == ["title", "file"], "{run}: {line}");
        }
        assert_eq!(document.is_empty(), run == "nothing found", "{run}");
    });
}

#[test]
fn lines_of_ndjson_are_those_of_json() {
    each_run("ndjson", |run, document| {
        let lines: Vec<Value> = document.lines().map(|line| serde_json::from_str(line).expect("an object a line")).collect();
        let (last, rest) = lines.split_last().expect("there is a summary");
        assert!(last["kind"] == "summary" && last["version"] == 1, "{run}: {last}");
        let of_kind = |kind: &str| rest.iter().filter(|line| line["kind"] == kind).count();
        assert_eq!(of_kind("finding") + of_kind("error"), rest.len(), "{run}");
        let counted = ["errors", "warnings", "notes"].iter().filter_map(|level| last[level].as_u64()).sum::<u64>();
        assert_eq!(counted, of_kind("finding") as u64, "{run}");
    });
    let [json, ndjson] = <[String; 2]>::try_from(written(root(), &["json", "ndjson"], &["testdata/readme/..."])).expect("two reports");
    let json: Value = serde_json::from_str(&json).expect("JSON");
    let mut first: Value = serde_json::from_str(ndjson.lines().next().expect("a finding")).expect("JSON");
    first.as_object_mut().expect("an object").remove("kind");
    assert_eq!(first, json["findings"][0]);
}

#[test]
fn paths_for_a_repository_start_at_its_root_wherever_the_run_does() {
    let below = root().join("testdata/readme");
    // Where the sources are no repository, the working directory is all there is.
    let expected = if root().join(".git").exists() { "testdata/readme/main.go" } else { "main.go" };
    for (report, format) in written(&below, &["github", "gitlab", "sarif"], &[]).iter().zip(["github", "gitlab", "sarif"]) {
        assert!(report.contains(expected), "{format}: {report}");
    }
    assert!(!written(&below, &["json"], &[])[0].contains("testdata"), "others have paths of the working directory");
}

#[test]
fn sarif_names_the_commit_and_no_password() {
    let folder = race_in("below");
    let git = |arguments: &[&str]| {
        let mut command = Command::new("git");
        ["GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE", "GIT_PREFIX"].iter().for_each(|name| _ = command.env_remove(name));
        let identity = ["-c", "user.name=a", "-c", "user.email=a@b", "-c", "commit.gpgsign=false", "-c", "core.hooksPath=/dev/null"];
        let output = command.args(identity).args(arguments).current_dir(folder.path()).output().ok()?;
        output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
    };
    if git(&["init", "-q", "-b", "trunk"]).is_none() {
        let _ = writeln!(std::io::stderr(), "skipped: SARIF is not asked for the commit: there is no git");
        return;
    }
    git(&["remote", "add", "origin", "https://user:secret@example.com/a.git"]).expect("a remote");
    git(&["add", "."]).and_then(|_| git(&["commit", "-qm", "one"])).expect("a commit");
    let revision = git(&["rev-parse", "HEAD"]).expect("a revision");
    let log = written(&folder.path().join("below"), &["sarif"], &[]).remove(0);
    assert!(!log.contains("secret"), "{log}");
    assert_eq!(log, written(&folder.path().join("below"), &["sarif"], &[])[0], "two runs, two logs");
    let log: Value = serde_json::from_str(&log).expect("JSON");
    let expected = serde_json::json!([{
        "repositoryUri": "https://example.com/a.git", "revisionId": revision, "branch": "trunk", "mappedTo": {"uriBaseId": "SRCROOT"},
    }]);
    assert_eq!(log["runs"][0]["versionControlProvenance"], expected);
    let place = &log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"];
    assert_eq!(*place, serde_json::json!({"uri": "below/main.go", "uriBaseId": "SRCROOT"}));
}
