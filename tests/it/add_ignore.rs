//! `--add-ignore`: suppressions in bulk, that keep the text as it is and are added once.

use crate::support::{maplint, write_tree};
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;

/// Two findings on one line, one in the documentation's way, one in a nested block, one in Rust.
const PROJECT: &str = "//- go.mod
module example.com/a

go 1.22
//- a.go
package a

// F has two on a line.
func F(k string) {
	var n, m map[string]int
	if k != \"\" {
		n[k], m[k] = 1, 2 // both
	}
}

// G is on one line.
func G(k string) { var n map[string]int; n[k] = 1 }
//- crates/Cargo.toml
[package]
name = \"crates\"
version = \"0.0.0\"
edition = \"2024\"
//- crates/src/lib.rs
use std::collections::HashMap;

pub fn repeats(names: &[String]) -> usize {
    let mut seen = HashMap::with_capacity(names.len());
    names.iter().filter(|name| seen.insert(*name, ()).is_some()).count()
}
";

const ALL: [&str; 2] = ["--fail-on", "note"];

fn project() -> TempDir {
    let folder = TempDir::new().expect("a folder can be made");
    write_tree(folder.path(), PROJECT);
    folder
}

fn run(folder: &Path, args: &[&str], code: i32) -> String {
    let assert = maplint().current_dir(folder).args(["--format", "concise"]).args(args).assert().code(code);
    let output = assert.get_output();
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

fn read(folder: &Path, file: &str) -> String {
    std::fs::read_to_string(folder.join(file)).expect("the file can be read")
}

#[test]
fn what_is_shown_is_silenced_and_nothing_else_changes() {
    let project = project();
    let before = read(project.path(), "a.go");
    run(project.path(), &ALL, 1);
    let said = run(project.path(), &[&ALL[..], &["--add-ignore", "from before"]].concat(), 0);
    assert!(said.starts_with("note: wrote 3 suppressions into 2 files\nNo problems found in 2 files"), "{said}");
    let after = read(project.path(), "a.go");
    let expected = before
        .replace("\t\tn[k], m[k]", "\t\t//maplint:ignore nil-map-write -- from before\n\t\tn[k], m[k]")
        .replace("one line.\nfunc", "one line.\n//\n//maplint:ignore nil-map-write -- from before\nfunc");
    assert_eq!(after, expected);
    let comment = "    // maplint:ignore unit-value-map -- from before\n    let mut seen";
    assert!(read(project.path(), "crates/src/lib.rs").contains(comment));
    run(project.path(), &ALL, 0);

    let said = run(project.path(), &[&ALL[..], &["--add-ignore", "once more"]].concat(), 0);
    assert!(said.starts_with("note: wrote 0 suppressions into 0 files\n"), "{said}");
    assert_eq!(read(project.path(), "a.go"), after);
    if let Ok(listed) = Command::new("gofmt").args(["-l", "."]).current_dir(project.path()).output() {
        // `G` is formatted by nobody; it was so before.
        let alone = project.path().join("only.go");
        std::fs::write(&alone, format!("{}\n", after.split("// G is").next().unwrap_or_default().trim_end()))
            .expect("the file can be written");
        let listed_alone = Command::new("gofmt").args(["-l", "only.go"]).current_dir(project.path()).output().expect("gofmt starts");
        assert_eq!((listed.status.success(), listed_alone.stdout.as_slice()), (true, &b""[..]));
    }
}

#[test]
fn several_rules_on_a_line_share_a_comment() {
    let folder = TempDir::new().expect("a folder can be made");
    let source = "package a\n\nimport \"sync\"\n\nvar mu sync.Mutex\nvar n map[string]int\n\nfunc F(k string) {\n\tgo G(k)\n\tmu.Lock()\n\tn[k]++\n\tmu.Unlock()\n}\n\n\
        func G(k string) {\n\tvar m map[string]int\n\tn[k], m[k] = 1, 2\n}\n";
    write_tree(folder.path(), &format!("//- go.mod\nmodule example.com/a\n\n//- a.go\n{source}"));
    run(folder.path(), &["--add-ignore", "from before until=9999-12-31", "--min-confidence", "possible"], 0);
    let comment = "\t//maplint:ignore nil-map-write,unguarded-map-write -- from before until=9999-12-31\n\tn[k], m[k] = 1, 2";
    assert!(read(folder.path(), "a.go").contains(comment), "{}", read(folder.path(), "a.go"));
    run(folder.path(), &["--min-confidence", "possible"], 0);
}

#[test]
fn only_what_is_shown_is_silenced() {
    let project = project();
    let said = run(project.path(), &["--add-ignore", "from before", "--select", "nil-map-write", "crates/..."], 0);
    assert!(said.starts_with("note: wrote 0 suppressions"), "{said}");
    run(project.path(), &["--add-ignore", "from before", "a.go"], 0);
    run(project.path(), &["a.go"], 0);
    assert!(!read(project.path(), "crates/src/lib.rs").contains("maplint:ignore"));
}

#[test]
fn line_breaks_and_marks_stay() {
    let project = project();
    let crlf = format!("\u{feff}{}", read(project.path(), "a.go").replace('\n', "\r\n"));
    std::fs::write(project.path().join("a.go"), &crlf).expect("the file can be written");
    run(project.path(), &["--add-ignore", "from before", "a.go"], 0);
    let after = read(project.path(), "a.go");
    assert!(after.starts_with('\u{feff}') && after.contains("-- from before\r\n\t\tn[k], m[k]"), "{after:?}");
    assert_eq!(after.matches('\n').count(), after.matches("\r\n").count());
}

#[test]
fn a_line_that_begins_in_a_string_is_left_alone() {
    let folder = TempDir::new().expect("a folder can be made");
    let source = "package a\n\nfunc F() {\n\tvar n map[string]int\n\t_ = `one\n`; n[\"\"] = 1\n\tn[\"\"] = 2\n}\n";
    write_tree(folder.path(), &format!("//- go.mod\nmodule example.com/a\n\n//- a.go\n{source}"));
    let said = run(folder.path(), &["--add-ignore", "from before"], 1);
    assert!(said.contains("a.go:6:") && said.contains("note: no comment can stand above 1 line\n"), "{said}");
    let after = read(folder.path(), "a.go");
    assert_eq!(after, source.replace("\tn[\"\"] = 2", "\t//maplint:ignore nil-map-write -- from before\n\tn[\"\"] = 2"));
}

#[test]
fn a_reason_that_is_none_is_refused() {
    let project = project();
    let before = read(project.path(), "a.go");
    for (reason, expected) in [
        ("", "why may it stay?"),
        (" -- ", "why may it stay?"),
        ("until=2027-01-31", "why may it stay?"),
        ("one\ntwo", "it is one line of text"),
        ("later until=soon", "`until=soon` names no day"),
        ("later until=2020-02-02", "2020-02-02 is past"),
    ] {
        let said = run(project.path(), &["--add-ignore", reason], 2);
        assert!(said.starts_with("error: `--add-ignore` needs a reason: ") && said.contains(expected), "{reason:?}: {said}");
    }
    let said = run(project.path(), &["--add-ignore", "why", "--staged"], 2);
    assert!(said.contains("cannot be used with"), "{said}");
    assert_eq!(read(project.path(), "a.go"), before);
}

#[test]
#[cfg(unix)]
fn a_link_stays_one_and_the_mode_is_kept() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let project = project();
    let path = |name: &str| project.path().join(name);
    std::fs::create_dir(path("kept")).expect("the folder can be made");
    std::fs::rename(path("a.go"), path("kept/a.txt")).expect("the file can be moved");
    std::fs::set_permissions(path("kept/a.txt"), std::fs::Permissions::from_mode(0o755)).expect("the mode can be set");
    symlink("kept/a.txt", path("a.go")).expect("a link can be made");
    run(project.path(), &["--add-ignore", "from before", "./..."], 0);
    assert!(std::fs::symlink_metadata(path("a.go")).expect("it is there").is_symlink());
    assert!(read(project.path(), "kept/a.txt").contains("maplint:ignore"));
    assert_eq!(std::fs::metadata(path("kept/a.txt")).expect("it is there").permissions().mode() & 0o777, 0o755);
    assert_eq!(std::fs::read_dir(path("kept")).expect("it is there").count(), 1, "nothing is left beside it");
}
