//! `--fix` and `--diff`: what is written, what stays, and who decides.

use crate::support::cases;
use crate::support::{CRATE, maplint, write_tree};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use tempfile::TempDir;

/// One safe fix, and a finding that has none; the crate beside it has another.
const PROJECT: &str = "//- go.mod
module example.com/a

go 1.22
//- a.go
package a

// Index finds names.
func Index(names []string) map[string]int {
	places := make(map[string]int) // by name
	for at, name := range names {
		places[name] = at
	}
	return places
}

// F is wrong.
func F() {
	var n map[string]int
	n[\"a\"] = 1
}
";

fn project() -> TempDir {
    let folder = TempDir::new().expect("a folder can be made");
    write_tree(folder.path(), PROJECT);
    write_tree(folder.path(), CRATE);
    folder
}

/// Standard output and the error stream.
fn run(folder: &Path, args: &[&str], code: i32) -> (String, String) {
    told(maplint().current_dir(folder).args(["--no-config", "--format", "concise"]).args(args), code)
}

fn told(command: &mut assert_cmd::Command, code: i32) -> (String, String) {
    let assert = command.assert().code(code);
    let output = assert.get_output();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (text(&output.stdout), text(&output.stderr))
}

fn read(folder: &Path, file: &str) -> String {
    fs::read_to_string(folder.join(file)).expect("the file can be read")
}

fn sources(folder: &Path) -> BTreeMap<String, String> {
    let files = walkdir::WalkDir::new(folder).into_iter().flatten().filter(|entry| entry.file_type().is_file());
    files.map(|entry| (cases::relative(folder, entry.path()), fs::read_to_string(entry.path()).unwrap_or_default())).collect()
}

#[test]
fn fixes_are_written_and_what_is_left_decides() {
    let folder = project();
    let (found, told) = run(folder.path(), &["--fix"], 1);
    assert!(found.contains("nil-map-write") && !found.contains("unsized-map"), "{found}");
    assert!(told.starts_with("note: fixed 2 findings in 2 files\n"), "{told}");
    assert!(read(folder.path(), "a.go").contains("\tplaces := make(map[string]int, len(names)) // by name\n"));
    assert!(read(folder.path(), "crates/src/lib.rs").contains("    let mut places = HashMap::with_capacity(names.len());\n"));
    // A second time there is nothing to do.
    let before = sources(folder.path());
    let (_, told) = run(folder.path(), &["--fix", "--ignore", "nil-map-write"], 0);
    assert!(told.starts_with("note: nothing fixed\n"), "{told}");
    assert_eq!(sources(folder.path()), before);
}

/// What each kind of fix finds, and what it makes of that.
const EACH: &str = "//- go.mod
module example.com/a

go 1.22
//- a.go
package a

import \"sync\"

type Store struct {
	mu    sync.RWMutex
	byID  map[int]string
	loads sync.Map
}

func New() *Store { return &Store{byID: make(map[int]string, 4)} }

func (s *Store) Put(id int, name string) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	s.byID[id] = name
}

func (s *Store) Get(id int) string {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.byID[id]
}

func (s *Store) First(id int, mark *sync.Mutex) {
	if _, ok := s.loads.Load(id); !ok {
		s.loads.Store(id, mark)
	}
}

func (s *Store) Take(id int) any {
	mark, ok := s.loads.Load(id)
	if !ok {
		return nil
	}
	s.loads.Delete(id)
	return mark
}

func (s *Store) Replace(id int, old, mark *sync.Mutex) {
	if found, ok := s.loads.Load(id); ok && found == old {
		s.loads.Store(id, mark)
	}
}

func (s *Store) Drop(id int, old *sync.Mutex) bool {
	found, ok := s.loads.Load(id)
	if ok && found == old {
		s.loads.Delete(id)
		return true
	}
	return false
}
//- crates/Cargo.toml
[package]
name = \"crates\"
version = \"0.0.0\"
edition = \"2024\"

[dependencies]
dashmap = \"6\"
//- crates/src/lib.rs
use dashmap::DashMap;
use std::sync::{Arc, Mutex};

pub struct Locks {
    of: DashMap<u64, Arc<Mutex<()>>>,
}

impl Locks {
    pub fn add(&self, id: u64, lock: Arc<Mutex<()>>) {
        if !self.of.contains_key(&id) {
            self.of.insert(id, lock);
        }
    }
}
";

#[test]
fn each_kind_of_fix_writes_what_it_says() {
    let folder = TempDir::new().expect("a folder can be made");
    write_tree(folder.path(), EACH);
    run(folder.path(), &["--fix", "--min-confidence", "possible"], 0);
    let (go, rust) = (read(folder.path(), "a.go"), read(folder.path(), "crates/src/lib.rs"));
    for written in [
        "byID: make(map[int]string)}",
        "Put(id int, name string) {\n\ts.mu.Lock()\n\tdefer s.mu.Unlock()\n",
        "Get(id int) string {\n\ts.mu.RLock()\n",
        "mark *sync.Mutex) {\n\ts.loads.LoadOrStore(id, mark)\n}",
        "\tmark, ok := s.loads.LoadAndDelete(id)\n\tif !ok {\n\t\treturn nil\n\t}\n\treturn mark\n",
        "old, mark *sync.Mutex) {\n\ts.loads.CompareAndSwap(id, old, mark)\n}",
        "bool {\n\tif s.loads.CompareAndDelete(id, old) {\n\t\treturn true\n\t}\n\treturn false\n",
    ] {
        assert!(go.contains(written), "{written}\n{go}");
    }
    assert!(rust.contains("        self.of.entry(id).or_insert(lock);\n    }"), "{rust}");
}

#[test]
fn without_being_asked_nothing_is_written_and_it_is_said_what_could_be() {
    let folder = project();
    let (_, told) = run(folder.path(), &[], 1);
    assert!(told.ends_with("2 can be fixed with `--fix`\n"), "{told}");
    assert_eq!(read(folder.path(), "a.go"), PROJECT.split("//- ").nth(2).and_then(|file| file.split_once('\n')).expect("a.go").1);
}

#[test]
fn a_diff_shows_and_writes_nothing() {
    let folder = project();
    let before = sources(folder.path());
    let diff = |args: &[&str], code| told(maplint().current_dir(folder.path()).args(["--no-config", "--diff"]).args(args), code);
    let (shown, told) = diff(&["a.go"], 1);
    let expected = "--- a.go\n+++ a.go\n@@ -2,7 +2,7 @@\n \n // Index finds names.\n func Index(names []string) map[string]int {\n\
        -\tplaces := make(map[string]int) // by name\n+\tplaces := make(map[string]int, len(names)) // by name\n \tfor at, name := range names {\n\
        \x20\t\tplaces[name] = at\n \t}\n";
    assert_eq!(shown, expected);
    assert_eq!(told, "note: would fix 1 finding in 1 file\n");
    assert_eq!(sources(folder.path()), before);
    assert_eq!(diff(&["--ignore", "unsized-map"], 0), (String::new(), "note: nothing to fix\n".to_owned()));
    assert_eq!(diff(&["--exit-zero", "--quiet", "a.go"], 0).0, expected);
}

#[test]
fn what_is_silenced_accepted_or_not_asked_for_stays() {
    let folder = project();
    let silenced = read(folder.path(), "a.go").replace("// by name", "//maplint:ignore unsized-map -- few");
    fs::write(folder.path().join("a.go"), &silenced).expect("written");
    run(folder.path(), &["--write-baseline", "crates"], 0);
    let before = sources(folder.path());
    run(folder.path(), &["--fix", "--baseline", ".maplint-baseline.json"], 1);
    assert_eq!(sources(folder.path()), before);
    run(folder.path(), &["--fix", "a.go"], 1);
    assert_eq!(sources(folder.path()), before);
    run(folder.path(), &["--fix"], 1);
    assert_ne!(sources(folder.path()), before, "without the baseline it is mended");
}

#[test]
fn standard_input_comes_back_mended() {
    let folder = project();
    let text = format!("\u{feff}{}", read(folder.path(), "a.go").replace('\n', "\r\n"));
    let args = ["--no-config", "--format", "concise", "--fix", "--stdin-filename", "a.go"];
    let (out, err) = told(maplint().current_dir(folder.path()).args(args).write_stdin(text.clone()), 1);
    assert_eq!(out, text.replace("(map[string]int)", "(map[string]int, len(names))"));
    assert!(err.starts_with("a.go:") && err.contains("nil-map-write"), "{err}");
    assert!(!read(folder.path(), "a.go").contains("len(names)"), "the file itself stays");
    // What nothing is to be done about comes back as it was, even where it is no text.
    let mut command = maplint();
    let output = command.current_dir(folder.path()).args(args).write_stdin(b"\xff".to_vec()).assert().code(2);
    assert_eq!(output.get_output().stdout, b"\xff");
}

#[test]
fn marks_and_line_ends_stay() {
    let folder = project();
    let text = format!("\u{feff}{}", read(folder.path(), "a.go").replace('\n', "\r\n"));
    fs::write(folder.path().join("a.go"), &text).expect("written");
    run(folder.path(), &["--fix", "a.go"], 1);
    assert_eq!(read(folder.path(), "a.go"), text.replace("(map[string]int)", "(map[string]int, len(names))"));
}

/// A promise that is spelt right is held against the code: where that breaks it, the misspelling stays.
#[test]
fn a_fix_that_brings_a_finding_is_left_out_and_others_hold() {
    let folder = project();
    let race = "package a\n\nimport \"sync\"\n\ntype C struct {\n\tmu sync.Mutex\n\tn  map[string]int // CONCURRENCY_SAVE: true\n}\n\n\
                func (c *C) Run() {\n\tgo func() { c.n[\"a\"] = 1 }()\n\tgo func() { c.n[\"b\"] = 1 }()\n}\n";
    fs::write(folder.path().join("c.go"), race).expect("written");
    let (_, told) = run(folder.path(), &["--fix", "--verbose"], 1);
    assert!(told.contains("fixed 2 findings in 2 files\n"), "{told}");
    let left_out =
        "note: c.go:7:20: malformed-concurrency-contract: its fix is left out: with it there is `broken-concurrency-contract` at c.go:11\n";
    assert!(told.contains(left_out), "{told}");
    assert_eq!(read(folder.path(), "c.go"), race);
    assert!(!run(folder.path(), &["--fix"], 1).1.contains("left out"), "only where more is asked for");
}

#[test]
fn flags_that_contradict_are_refused() {
    let folder = project();
    for args in [["--fix", "--diff"], ["--fix", "--staged"], ["--diff", "--statistics"], ["--fix", "--show-files"]] {
        run(folder.path(), &args, 2);
    }
}

/// What is made of nothing may be made in vain; what only has the name of such is made where it is needed, which under the
/// lock of a concurrent map is not done.
#[test]
fn what_is_made_of_nothing_is_handed_to_an_entry() {
    let folder = TempDir::new().expect("a folder can be made");
    let function = |name: &str, value: &str| {
        let body = format!("        if !self.lists.contains_key(&id) {{\n            self.lists.insert(id, {value});\n        }}\n");
        format!("\n    pub fn {name}(&self, id: u64) {{\n{body}    }}\n")
    };
    let functions =
        [("new", "Vec::new()"), ("list", "vec![]"), ("standard", "Vec::default()"), ("own", "own::Vec::new()"), ("full", "vec![1]")];
    let functions: String = functions.iter().map(|(name, value)| function(name, value)).collect();
    let text = format!(
        "//- Cargo.toml\n[package]\nname = \"lists\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\ndashmap = \"6\"\n\
         //- src/lib.rs\nmod own;\n\nuse dashmap::DashMap;\n\npub struct Lists {{\n    lists: DashMap<u64, Vec<u64>>,\n}}\n\nimpl Lists {{{}}}\n\
         //- src/own.rs\npub struct Vec;\n\nimpl Vec {{\n    pub fn new() -> std::vec::Vec<u64> {{\n        std::vec::Vec::with_capacity(1)\n    }}\n}}\n",
        functions.trim_start_matches('\n').replacen("    pub", "\n    pub", 1)
    );
    write_tree(folder.path(), &text);
    run(folder.path(), &["--fix", "--min-confidence", "possible", "--exit-zero"], 0);
    let text = read(folder.path(), "src/lib.rs");
    for value in ["Vec::new()", "vec![]", "Vec::default()"] {
        assert!(text.contains(&format!("        self.lists.entry(id).or_insert({value});\n")), "{value}\n{text}");
    }
    for value in ["own::Vec::new()", "vec![1]"] {
        assert!(text.contains(&format!("            self.lists.insert(id, {value});\n")), "{value}\n{text}");
    }
}
