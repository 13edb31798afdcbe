//! Suppressions as a user meets them: which are reported, and what the options have to do with it.

use crate::support::{maplint, write_tree};
use std::path::Path;
use tempfile::TempDir;

/// A Go module whose `a.go` has the two lines, in a function where `n` is nil.
fn project(lines: &str) -> TempDir {
    let folder = TempDir::new().expect("a folder can be made");
    let source = format!("package a\n\nfunc F(k string) {{\n\tvar n map[string]int\n{lines}\n}}\n");
    write_tree(folder.path(), &format!("//- go.mod\nmodule example.com/a\n\n//- a.go\n{source}"));
    folder
}

/// The rules reported, sorted by line.
fn reported(folder: &Path, args: &[&str], today: Option<&str>) -> Vec<String> {
    let mut command = maplint();
    command.current_dir(folder).args(["--format", "concise", "--quiet"]).args(args);
    today.map(|seconds| command.env("SOURCE_DATE_EPOCH", seconds));
    let output = command.assert().get_output().stdout.clone();
    let rule = |line: &str| line.split(['[', ']']).nth(1).unwrap_or_default().to_owned();
    String::from_utf8(output).expect("output is UTF-8").lines().map(rule).collect()
}

#[test]
fn a_day_holds_to_its_end_in_utc() {
    let project = project("\t//maplint:ignore nil-map-write until=2027-01-31 -- for a while\n\tn[k] = 1");
    let last_second = "1801439999";
    let next_day = "1801440000";
    assert_eq!(reported(project.path(), &[], Some(last_second)), [""; 0]);
    assert_eq!(reported(project.path(), &[], Some(next_day)), ["unused-suppression", "nil-map-write"]);
    let mut command = maplint();
    let assert = command.current_dir(project.path()).env("SOURCE_DATE_EPOCH", "today").assert().code(2);
    let told = String::from_utf8_lossy(&assert.get_output().stderr).into_owned();
    assert!(told.contains("`SOURCE_DATE_EPOCH` is no number of seconds since 1970: `today`"), "{told}");
}

#[test]
fn only_rules_that_ran_are_judged() {
    let of_another = project("\t//maplint:ignore unguarded-map-write -- known\n\t_ = n[k]");
    assert_eq!(reported(of_another.path(), &[], None), ["unused-suppression"]);
    assert_eq!(reported(of_another.path(), &["--select", "panic,directive"], None), [""; 0]);
    assert_eq!(reported(of_another.path(), &["--ignore", "unguarded-map-write"], None), [""; 0]);
    assert_eq!(reported(of_another.path(), &["--ignore", "directive"], None), [""; 0]);
    let of_all = project("\t_ = n[k] //nolint:maplint // known");
    assert_eq!(reported(of_all.path(), &[], None), ["unused-suppression"]);
    assert_eq!(reported(of_all.path(), &["--ignore", "unsized-map"], None), [""; 0]);
}

#[test]
fn what_is_too_unsure_to_be_shown_is_silenced_all_the_same() {
    let folder = TempDir::new().expect("a folder can be made");
    let source = "package a\n\nimport \"sync\"\n\ntype S struct {\n\tmu sync.Mutex\n\tn  map[string]int\n}\n\n\
        func (s *S) Put(k string) {\n\ts.mu.Lock()\n\tdefer s.mu.Unlock()\n\ts.n[k]++\n}\n\n\
        func (s *S) Get(k string) int {\n\t//maplint:ignore unguarded-map-read -- nobody calls it\n\treturn s.n[k]\n}\n";
    write_tree(folder.path(), &format!("//- go.mod\nmodule example.com/a\n\n//- a.go\n{source}"));
    for least in ["possible", "likely", "certain"] {
        assert_eq!(reported(folder.path(), &["--min-confidence", least], None), [""; 0], "{least}");
    }
    let without = source.replace("\t//maplint:ignore unguarded-map-read -- nobody calls it\n", "");
    std::fs::write(folder.path().join("a.go"), without).expect("the file can be written");
    assert_eq!(reported(folder.path(), &["--min-confidence", "possible"], None), ["unguarded-map-read"]);
}

#[test]
fn where_something_was_not_read_nothing_is_called_unused() {
    let cut = project("\t//maplint:ignore nil-map-write -- known\n\t_ = n[k]\n}\n\nvar cut = ) map\n\nfunc G() {");
    assert_eq!(reported(cut.path(), &[], None), ["unparsed-file"]);
    let whole = project("\t//maplint:ignore nil-map-write -- known\n\t_ = n[k]");
    assert_eq!(reported(whole.path(), &["./...", "missing/..."], None), [""; 0]);
    assert_eq!(reported(whole.path(), &[], None), ["unused-suppression"]);
}

#[test]
fn only_files_that_were_asked_for_are_judged() {
    let project = project("\t//maplint:ignore nil-map-write\n\t_ = n[k]");
    std::fs::write(project.path().join("b.go"), "package a\n").expect("the file can be written");
    assert_eq!(reported(project.path(), &["b.go"], None), [""; 0]);
    assert_eq!(reported(project.path(), &["a.go"], None), ["unexplained-suppression", "unused-suppression"]);
}
