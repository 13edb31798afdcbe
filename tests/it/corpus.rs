//! Two builds over pinned real projects: which findings came, which went.
//!
//! `MAPLINT_CORPUS` names a folder of clones, `OWNER+NAME/repo` or `OWNER+NAME`, that have the commits
//! of `testdata/corpus.txt`; without it this is skipped with a line on stderr. `MAPLINT_BASE` names the
//! other build. Every run must give its report, say nothing of a fault of its own, and be the same
//! with one thread and with several; what differs between the builds is shown, not judged.

use crate::support::read;
use serde_json::Value;
use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use tempfile::TempDir;

#[test]
fn pinned_projects_are_read_alike_by_each_run() {
    let Some(folder) = std::env::var_os("MAPLINT_CORPUS").map(PathBuf::from) else {
        // Past the test runner, which shows what a passing test prints to nobody.
        let _ = writeln!(std::io::stderr(), "skipped: no project is read: MAPLINT_CORPUS names no folder of clones");
        return;
    };
    let base = std::env::var_os("MAPLINT_BASE").map(PathBuf::from);
    let mut shown = String::new();
    for pin in pins() {
        let tree = unpack(&folder, &pin);
        let own = Path::new(env!("CARGO_BIN_EXE_maplint"));
        let several = report(own, tree.path(), &[]);
        let one = report(own, tree.path(), &[("RAYON_NUM_THREADS", "1")]);
        assert_eq!(one, several, "{}: one thread and several do not give the same", pin.project);
        for error in several["errors"].as_array().expect("a list of errors") {
            let text = error["message"].as_str().unwrap_or_default();
            assert!(!text.contains("maplint failed"), "{}: {text}", pin.project);
        }
        shown.push_str(&format!("{} {}: {}\n", pin.project, &pin.commit[..10], several["summary"]));
        if let Some(base) = &base {
            shown.push_str(&difference(&findings(&report(base, tree.path(), &[])), &findings(&several)));
        }
    }
    let _ = writeln!(std::io::stderr(), "{shown}");
}

#[test]
fn the_difference_names_what_came_and_what_went() {
    let of = |list: &[(&str, &str)]| list.iter().map(|(print, text)| ((*print).to_owned(), (*text).to_owned())).collect();
    let (before, after): (Findings, Findings) = (of(&[("1", "a.go:1"), ("2", "b.go:2")]), of(&[("2", "b.go:7"), ("3", "c.go:3")]));
    assert_eq!(difference(&before, &after), "  + c.go:3\n  - a.go:1\n");
}

/// A project and the commit at which it is read.
struct Pin {
    project: String,
    commit: String,
}

fn pins() -> Vec<Pin> {
    let text = read("testdata/corpus.txt");
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    let pin = |line: &str| {
        let (project, commit) = line.split_once(' ').unwrap_or_else(|| panic!("testdata/corpus.txt: no commit in {line:?}"));
        Pin { project: project.to_owned(), commit: commit.to_owned() }
    };
    lines.map(pin).collect()
}

/// The project's sources at its commit, without what a clone may lack (large files, links elsewhere).
fn unpack(folder: &Path, pin: &Pin) -> TempDir {
    let own = folder.join(pin.project.replace('/', "+"));
    let clone = if own.join("repo").is_dir() { own.join("repo") } else { own };
    let git = |args: &[&str]| {
        let mut command = Command::new("git");
        command.arg("-C").arg(&clone).args(args);
        command
    };
    let listed = git(&["ls-tree", "-r", "-z", "--name-only", &pin.commit]).output().expect("git can be run");
    assert!(listed.status.success(), "{}: {} has no commit {}", pin.project, clone.display(), pin.commit);
    let names = String::from_utf8_lossy(&listed.stdout).into_owned();
    let is_source = |name: &&str| [".go", ".rs", "go.mod", "go.work", "Cargo.toml"].iter().any(|end| name.ends_with(end));
    let tree = TempDir::new().expect("a folder can be made");
    let mut blobs = git(&["cat-file", "--batch"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("git can be run");
    let mut asked = blobs.stdin.take().expect("a pipe");
    let wanted: Vec<String> = names.split('\0').filter(is_source).map(str::to_owned).collect();
    let requests: String = wanted.iter().map(|name| format!("{}:{name}\n", pin.commit)).collect();
    let writer = std::thread::spawn(move || asked.write_all(requests.as_bytes()));
    let given = blobs.wait_with_output().expect("git can be read");
    writer.join().expect("no panic").expect("git reads what it is asked");
    let mut rest = &given.stdout[..];
    for name in &wanted {
        let end = rest.iter().position(|byte| *byte == b'\n').expect("a line for each blob");
        let head = String::from_utf8_lossy(&rest[..end]).into_owned();
        rest = &rest[end + 1..];
        let Some(size) = head.rsplit_once(' ').and_then(|(_, size)| size.parse::<usize>().ok()) else { continue };
        let path = tree.path().join(name);
        std::fs::create_dir_all(path.parent().expect("a file has a folder")).expect("the folder can be made");
        std::fs::write(path, &rest[..size]).expect("the file can be written");
        rest = &rest[size + 1..];
    }
    tree
}

/// The JSON report of a build, the time it took left out.
fn report(binary: &Path, tree: &Path, environment: &[(&str, &str)]) -> Value {
    let mut command = Command::new(binary);
    command.args(["--format", "json", "./..."]).current_dir(tree).envs(environment.iter().copied());
    let output = command.output().expect("the build can be run");
    let mut report: Value = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|error| panic!("{}: no report ({error}): {}", tree.display(), String::from_utf8_lossy(&output.stderr)));
    report["summary"]["elapsed_ms"] = Value::Null;
    report
}

/// Findings by fingerprint, each in a line.
type Findings = BTreeMap<String, String>;

fn findings(report: &Value) -> Findings {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let line = |finding: &Value| {
        let place = format!("{}:{}", text(&finding["file"]), finding["line"]);
        format!(
            "{place}: {}[{}, {}] {}",
            text(&finding["severity"]),
            text(&finding["rule"]),
            text(&finding["confidence"]),
            text(&finding["message"])
        )
    };
    let list = report["findings"].as_array().map_or(&[][..], |list| list);
    list.iter().map(|finding| (text(&finding["fingerprint"]), line(finding))).collect()
}

/// What only one of the two has.
fn difference(before: &Findings, after: &Findings) -> String {
    let only = |one: &Findings, other: &Findings, sign: char| -> String {
        one.iter().filter(|(print, _)| !other.contains_key(*print)).map(|(_, line)| format!("  {sign} {line}\n")).collect()
    };
    only(after, before, '+') + &only(before, after, '-')
}
