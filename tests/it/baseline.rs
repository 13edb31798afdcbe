//! Baselines as a user meets them: what is accepted stays so however the source moves, what is new is
//! reported, what is mended is told.

use crate::support::{maplint, write_tree};
use assert_cmd::assert::Assert;
use std::path::Path;
use tempfile::TempDir;

const FILE: &str = ".maplint-baseline.json";

/// Two faults alike in `F`, one in `G` of another package.
const PROJECT: &str = "//- go.mod
module example.com/a

//- a.go
package a

func F(k string) {
	var n map[string]int
	n[k] = 1
	n[k] = 2
}
//- b/b.go
package b

func G(k string) {
	var n map[string]int
	n[k]++
}
";

fn project() -> TempDir {
    let folder = TempDir::new().expect("a folder can be made");
    write_tree(folder.path(), PROJECT);
    folder
}

fn accepted() -> TempDir {
    let project = project();
    run(project.path(), &["--write-baseline"], 0);
    project
}

fn run(folder: &Path, args: &[&str], code: i32) -> (Vec<String>, Vec<String>) {
    let assert: Assert = maplint().current_dir(folder).args(["--format", "concise"]).args(args).assert().code(code);
    let lines = |bytes: &[u8]| String::from_utf8_lossy(bytes).lines().map(str::to_owned).collect();
    (lines(&assert.get_output().stdout), lines(&assert.get_output().stderr))
}

fn read(folder: &Path, file: &str) -> String {
    std::fs::read_to_string(folder.join(file)).expect("the file can be read")
}

fn change(folder: &Path, file: &str, from: &str, to: &str) {
    let text = read(folder, file);
    assert!(text.contains(from), "{file} has no {from}");
    std::fs::write(folder.join(file), text.replacen(from, to, 1)).expect("the file can be written");
}

/// With the baseline: what is shown, as `file:line`, and the notes on the error stream.
fn against(folder: &Path, args: &[&str]) -> (Vec<String>, Vec<String>) {
    let assert = maplint().current_dir(folder).args(["--format", "concise", "--baseline", FILE]).args(args).assert();
    let (out, err) = (assert.get_output().stdout.clone(), assert.get_output().stderr.clone());
    let place = |line: &str| line.split(':').take(2).collect::<Vec<_>>().join(":");
    let shown = String::from_utf8_lossy(&out).lines().map(place).collect();
    let notes = String::from_utf8_lossy(&err).lines().filter(|line| line.starts_with("note: ")).map(str::to_owned).collect();
    (shown, notes)
}

const NOTHING: [&str; 0] = [];

#[test]
fn what_is_accepted_is_silent_and_what_is_new_is_not() {
    let project = accepted();
    assert_eq!(run(project.path(), &["--baseline", FILE], 0).0, NOTHING);
    let (_, told) = run(project.path(), &["--baseline", FILE, "--verbose"], 0);
    assert!(told.iter().any(|line| line.contains("3 known before")), "{told:?}");
    change(project.path(), "b/b.go", "\tn[k]++\n}", "\tn[k]++\n}\n\nfunc H(k string) {\n\tvar n map[string]int\n\tn[k]++\n}");
    let (shown, told) = run(project.path(), &["--baseline", FILE], 1);
    assert!(shown.len() == 1 && shown[0].starts_with("b/b.go:10:2: error[nil-map-write]"), "{shown:?}");
    assert!(told.last().is_some_and(|line| line.starts_with("Found 1 error in 2 files")), "{told:?}");
}

#[test]
fn entries_are_found_however_the_source_moves() {
    let project = accepted();
    let folder = project.path();
    change(folder, "a.go", "package a\n", "// Package a has moved down.\npackage a\n\nvar other = 1\n");
    change(folder, "a.go", "func F(k string) {\n\tvar n map[string]int\n", "func F(\n\tk string,\n) {\n\tvar n map[\n\t\tstring]int\n");
    std::fs::rename(folder.join("a.go"), folder.join("renamed.go")).expect("the file can be renamed");
    assert_eq!(against(folder, &[]), (vec![], vec![]));
    // Another map is another finding.
    let text = read(folder, "renamed.go").replace("var n map", "var m map").replace("\tn[k]", "\tm[k]");
    std::fs::write(folder.join("renamed.go"), text).expect("the file can be written");
    let (shown, notes) = against(folder, &[]);
    assert_eq!((shown.len(), notes.len()), (2, 2), "{shown:?} {notes:?}");
}

#[test]
fn alike_ones_are_counted() {
    let project = accepted();
    change(project.path(), "a.go", "\tn[k] = 1\n", "");
    let (shown, notes) = against(project.path(), &[]);
    assert_eq!(shown, NOTHING);
    let expected = format!("note: {FILE}: no longer found: a.go: nil-map-write: ");
    assert!(notes.len() == 1 && notes[0].starts_with(&expected) && notes[0].ends_with(", in `F`"), "{notes:?}");
    change(project.path(), "a.go", "\tn[k] = 2\n", "\tn[k] = 2\n\tn[k] = 3\n\tn[k] = 4\n");
    assert_eq!(against(project.path(), &[]), (vec!["a.go:7".to_owned()], vec![]));
}

#[test]
fn entries_that_the_run_could_not_see_are_not_missed() {
    let project = accepted();
    change(project.path(), "a.go", "\tn[k] = 1\n\tn[k] = 2\n", "");
    std::fs::remove_dir_all(project.path().join("b")).expect("the folder can be removed");
    std::fs::create_dir(project.path().join("c")).expect("the folder can be made");
    std::fs::write(project.path().join("c/c.go"), "package c\n").expect("the file can be written");
    let missed = |args: &[&str]| against(project.path(), args).1.len();
    assert_eq!(missed(&[]), 3);
    assert_eq!(missed(&["a.go"]), 2);
    assert_eq!(missed(&["./c/..."]), 0);
    assert_eq!(missed(&["--select", "race"]), 0);
    assert_eq!(missed(&["--quiet"]), 0);
}

#[test]
fn what_is_silenced_or_too_unsure_is_still_there() {
    let project = accepted();
    change(project.path(), "a.go", "\tn[k] = 1\n", "\t//maplint:ignore nil-map-write -- known\n\tn[k] = 1\n");
    assert_eq!(against(project.path(), &[]), (vec![], vec![]));
    // What is shown comes first: of one entry and two faults, the silenced one needs none.
    change(project.path(), "a.go", "\tn[k] = 2\n", "\tn[k] = 2\n\tn[k] = 3\n");
    assert_eq!(against(project.path(), &[]), (vec![], vec![]));
}

#[test]
fn the_file_is_sorted_and_has_an_entry_a_line() {
    let project = accepted();
    let text = read(project.path(), FILE);
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!((lines.len(), lines[0], lines[1]), (8, "{", "  \"version\": 1,"), "{text}");
    let entry = "    {\"file\":\"a.go\",\"rule\":\"nil-map-write\",\"function\":\"F\",\"map\":\"F.n\",\"message\":\"";
    assert!(lines[3].starts_with(entry) && lines[5].contains("\"file\":\"b/b.go\""), "{text}");
    change(project.path(), "a.go", "package a\n", "package a\n\n\n");
    run(project.path(), &["--write-baseline"], 0);
    assert_eq!(read(project.path(), FILE), text, "lines take no part");
}

#[test]
fn a_baseline_that_is_there_only_shrinks() {
    let project = accepted();
    let before = read(project.path(), FILE);
    change(project.path(), "a.go", "\tn[k] = 1\n", "");
    change(project.path(), "b/b.go", "func G", "func H");
    let (shown, told) = run(project.path(), &["--write-baseline"], 1);
    assert!(shown.len() == 1 && shown[0].starts_with("b/b.go:5"), "{shown:?}");
    assert_eq!(told[0], format!("note: {FILE}: 1 finding accepted, 0 of them new, 2 dropped"));
    let after = read(project.path(), FILE);
    assert!(after.lines().count() == 6 && after.lines().all(|line| before.contains(line.trim_end_matches(','))), "{after}");

    let (shown, told) = run(project.path(), &["--write-baseline", "--grow-baseline"], 0);
    assert_eq!(shown, NOTHING);
    assert_eq!(told[0], format!("note: {FILE}: 2 findings accepted, 1 of them new, 0 dropped"));
    assert_eq!(against(project.path(), &[]), (vec![], vec![]));
}

#[test]
fn a_run_over_a_part_drops_only_that_part() {
    let project = accepted();
    change(project.path(), "a.go", "\tn[k] = 1\n\tn[k] = 2\n", "");
    change(project.path(), "b/b.go", "\tn[k]++\n", "");
    let (_, told) = run(project.path(), &["--write-baseline", "./b/..."], 0);
    assert_eq!(told[0], format!("note: {FILE}: 2 findings accepted, 0 of them new, 1 dropped"));
    let (_, told) = run(project.path(), &["--write-baseline", "missing/...", "./..."], 2);
    assert!(told.iter().any(|line| *line == format!("error: {FILE}: not written: not all could be checked")), "{told:?}");
    assert_eq!(read(project.path(), FILE).lines().count(), 7, "nothing is lost where not all was checked");
}

#[test]
fn files_are_named_from_the_folder_of_the_baseline() {
    let project = project();
    std::fs::create_dir(project.path().join("ci")).expect("the folder can be made");
    run(project.path(), &["--write-baseline=ci/accepted.json"], 0);
    assert!(read(project.path(), "ci/accepted.json").contains("\"file\":\"../b/b.go\""));
    change(project.path(), "b/b.go", "\tn[k]++\n", "");
    let (shown, told) = run(&project.path().join("b"), &["--baseline", "../ci/accepted.json", "./..."], 0);
    assert_eq!(shown, NOTHING);
    assert!(told[0].starts_with("note: ../ci/accepted.json: no longer found: ../b/b.go: "), "{told:?}");
    assert_eq!(told.len(), 2, "what is not below this folder is not missed: {told:?}");
}

#[test]
fn what_is_no_baseline_is_refused_with_its_line() {
    let project = accepted();
    let good = read(project.path(), FILE);
    let last = |text: &str| {
        std::fs::write(project.path().join(FILE), text).expect("the file can be written");
        run(project.path(), &["--baseline", FILE], 2).1.last().cloned().unwrap_or_default()
    };
    assert_eq!(last(&good.replacen("},\n", "}\n", 1)), format!("error: {FILE}:5: this is no baseline: expected `,` or `]`"));
    assert!(
        last(&good.replacen("\"rule\"", "\"rules\"", 1))
            .starts_with(&format!("error: {FILE}:4: this is no baseline: unknown field `rules`"))
    );
    assert!(
        last(&good.replace("\"version\": 1", "\"version\": 7")).ends_with("this baseline has version 7, and this maplint knows version 1")
    );
    assert_eq!(last("<<<<<<< HEAD\n"), format!("error: {FILE}:1: this is no baseline: expected value"));
    let (_, told) = run(project.path(), &["--baseline", "none.json"], 2);
    assert_eq!(told, ["error: none.json: there is no such baseline; `--write-baseline` writes one"]);
    let (shown, _) = run(project.path(), &["--write-baseline"], 2);
    assert_eq!(shown, NOTHING);
    assert_eq!(read(project.path(), FILE), "<<<<<<< HEAD\n", "what is damaged is not overwritten");
}

#[test]
#[cfg(unix)]
fn a_baseline_behind_a_link_stays_behind_it_and_keeps_its_mode() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let project = accepted();
    let path = |name: &str| project.path().join(name);
    std::fs::rename(path(FILE), path("kept.json")).expect("the file can be renamed");
    std::fs::set_permissions(path("kept.json"), std::fs::Permissions::from_mode(0o640)).expect("the mode can be set");
    symlink("kept.json", path(FILE)).expect("a link can be made");
    change(project.path(), "a.go", "\tn[k] = 1\n", "");
    run(project.path(), &["--write-baseline"], 0);
    assert_eq!(read(project.path(), "kept.json").lines().count(), 7);
    assert!(std::fs::symlink_metadata(path(FILE)).expect("it is there").is_symlink());
    assert_eq!(std::fs::metadata(path("kept.json")).expect("it is there").permissions().mode() & 0o777, 0o640);
}
