//! `maplint size`: types, maps of the code, and what cannot be told.
//!
//! The table in the README is written with `MAPLINT_BLESS=1 cargo test --test it size::`.

use crate::support::{check_between, maplint, words, write_tree};
use serde_json::Value;
use std::path::Path;
use tempfile::TempDir;

const PROJECT: &str = "//- go.mod
module example.com/a

go 1.22
//- cache.go
package a

import \"example.com/elsewhere\"

type Session struct {
	id   int64
	open bool
}

type Cache struct {
	entries map[string]Session
	others  map[string]elsewhere.Session
}

type Other struct {
	entries map[int32]bool
}

var byName = map[string]*Session{}

func Index(names []string) {
	places := make(map[string]int)
	for at, name := range names {
		places[name] = at
	}
}
//- crates/Cargo.toml
[package]
name = \"crates\"
version = \"0.0.0\"
edition = \"2024\"
//- crates/src/lib.rs
use std::collections::{BTreeMap, HashMap};
use std::sync::Mutex;

pub struct Jobs {
    pub by_id: Mutex<HashMap<u64, (u32, u8)>>,
    pub sorted: BTreeMap<u64, u8>,
}
";

/// Exit code, standard output and error.
fn run(folder: &Path, args: &[&str]) -> (i32, String, String) {
    let output = maplint().current_dir(folder).arg("size").args(args).output().expect("it runs");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code().unwrap_or(-1), text(&output.stdout), text(&output.stderr))
}

fn project() -> TempDir {
    let folder = TempDir::new().expect("a folder can be made");
    write_tree(folder.path(), PROJECT);
    folder
}

fn shown(args: &[&str]) -> String {
    let folder = project();
    let (code, out, err) = run(folder.path(), args);
    assert_eq!((code, err.as_str()), (0, ""), "{args:?}");
    out
}

fn refused(args: &[&str]) -> String {
    let folder = project();
    let (code, out, err) = run(folder.path(), args);
    assert_eq!((code, out.as_str()), (2, ""), "{args:?}: {err}");
    err
}

#[test]
fn a_go_type_is_shown_for_both_families() {
    assert_eq!(
        shown(&["map[int]int", "-n", "1000"]),
        "map[int]int
1,000 entries, each a key of 8 bytes and a value of 8 bytes

                               allocations    bytes     live     peak
Go 1.22 to 1.23    no size             ~66  ~86,847  ~41,105  ~63,638
                   size 1,000           ~7  ~41,146  ~41,105  ~41,105
Go 1.24 and newer  no size              22   74,456   36,992   55,464
                   size 1,000            6   36,992   36,992   36,992

bytes: allocated in all; live: held once it is full; peak: held at one moment while it grows
~: to be expected; how much it is depends on the seed of the hash

grows next with entry
Go 1.22 to 1.23    no size     1,665  3,329  6,657  13,313
                   size 1,000  1,665  3,329  6,657  13,313
Go 1.24 and newer  no size     ~1,793  ~3,585  ~7,169  ~14,337
                   size 1,000  ~1,793  ~3,585  ~7,169  ~14,337
"
    );
}

#[test]
fn a_rust_type_is_shown() {
    assert_eq!(
        shown(&["HashMap<u64, u64>", "-n", "1_000", "--hint", "100"]),
        "HashMap<u64, u64>
1,000 entries, each a key of 8 bytes and a value of 8 bytes

                allocations   bytes    live    peak
Rust  no size            10  69,724  34,832  52,256
      size 100            5  67,536  34,832  52,256

bytes: allocated in all; live: held once it is full; peak: held at one moment while it grows

grows next with entry
Rust  no size   1,793  3,585  7,169  14,337
      size 100  1,793  3,585  7,169  14,337
"
    );
}

#[test]
fn json_has_each_figure() {
    let out = shown(&["map[string]*Session", "-n", "1e6", "--go", "1.27", "--format", "json"]);
    let document: Value = serde_json::from_str(&out).expect("it is JSON");
    assert_eq!(document["version"], 1);
    assert_eq!((&document["key"]["size"], &document["value"]["size"]), (&16.into(), &8.into()));
    let fills = document["fills"].as_array().expect("a list");
    assert_eq!(fills.len(), 2);
    assert_eq!((&fills[0]["family"], &fills[0]["runtime"]), (&"go-swiss".into(), &"Go 1.27".into()));
    assert_eq!((&fills[0]["hint"], &fills[1]["hint"]), (&Value::Null, &1_000_000.into()));
    for figure in ["allocations", "bytes", "live", "peak"] {
        assert!(fills[0][figure].as_u64().is_some_and(|figure| figure > 1000), "{figure}");
    }
    assert_eq!(fills[0]["growths"].as_array().map(Vec::len), Some(4));
}

#[test]
fn versions_of_go_choose_the_family() {
    let out = shown(&["map[int]struct{}", "-n", "10", "--go", "1.23,1.27"]);
    assert!(out.contains("Go 1.23  no size") && out.contains("Go 1.27  no size"), "{out}");
    assert!(refused(&["map[int]int", "-n", "10", "--go", "1.21"]).contains("from Go 1.22 on"));
    assert!(refused(&["HashSet<u8>", "-n", "10", "--go", "1.24"]).contains("`--go` is for maps of Go"));
}

#[test]
fn a_map_of_the_code_is_found_by_its_name_or_line() {
    let first = |args: &[&str]| shown(args).lines().take(2).map(str::to_owned).collect::<Vec<_>>().join("\n");
    let of_session = "cache.go:11:2: Cache.entries map[string]Session\n5 entries, each a key of 16 bytes and a value of 16 bytes";
    assert_eq!(first(&["cache.go:Cache.entries", "-n", "5"]), of_session);
    assert_eq!(first(&[".:11", "-n", "5"]), of_session);
    assert!(first(&["./...:byName", "-n", "5"]).ends_with("a value of 8 bytes"));
    assert!(first(&["cache.go:Index.places", "-n", "5"]).ends_with("a value of 8 bytes"));
    assert!(first(&["cache.go:places", "-n", "5"]).ends_with("a value of 8 bytes"));
    assert!(first(&["crates:Jobs::by_id", "-n", "5"]).ends_with("a key of 8 bytes and a value of 8 bytes"));
}

#[test]
fn what_cannot_be_told_is_said_with_a_way_out() {
    let several = refused(&["cache.go:entries", "-n", "5"]);
    assert_eq!(
        several,
        "error: cache.go: several maps are named `entries`; give a longer name, or the line
note: cache.go:11:2: Cache.entries map[string]Session
note: cache.go:16:2: Other.entries map[int32]bool
"
    );
    let none = refused(&["cache.go:missing", "-n", "5"]);
    assert!(none.contains("no map is named `missing`") && none.contains("Cache.others"), "{none}");
    let unknown = refused(&["cache.go:others", "-n", "5"]);
    assert!(unknown.contains("what a value of") && unknown.contains("is not known from the source"), "{unknown}");
    assert!(refused(&["crates:sorted", "-n", "5"]).contains("no map whose table is known"));
    assert!(refused(&["nowhere:entries", "-n", "5"]).contains("nowhere"));
    assert!(refused(&["map[string", "-n", "5"]).contains("does not parse as a type"));
    assert!(refused(&["map[Key]int", "-n", "5"]).contains("what a key of `map[Key]int` takes is not known"));
    assert!(refused(&["BTreeMap<u8, u8>", "-n", "5"]).contains("no map whose table is known"));
    assert!(refused(&["map[int]int", "-n", "five"]).contains("1e6"));
}

#[test]
fn two_runs_write_the_same() {
    let args = ["map[string]string", "-n", "123456"];
    assert_eq!(shown(&args), shown(&args));
}

#[test]
fn the_examples_of_the_help_work() {
    let folder = project();
    let (_, help, _) = run(folder.path(), &["--help"]);
    let examples: Vec<&str> = help.lines().filter_map(|line| line.trim().strip_prefix("maplint size ")).collect();
    assert_eq!(examples.len(), 4, "{help}");
    for example in examples {
        let (code, _, err) = run(folder.path(), &words(example));
        assert_eq!(code, 0, "{example}: {err}");
    }
}

#[test]
fn the_table_in_the_readme_is_real() {
    let output = shown(&["map[string]*Session", "-n", "1e6"]);
    let begin = "<!-- output of: maplint size 'map[string]*Session' -n 1e6 -->";
    check_between("README.md", begin, "<!-- end of size -->", &format!("```text\n{output}```\n"));
}

#[test]
fn a_finding_tells_what_a_literal_number_of_entries_costs() {
    let folder = TempDir::new().expect("a folder can be made");
    write_tree(
        folder.path(),
        "//- go.mod
module example.com/a

go 1.22
//- a.go
package a

func Squares() map[int]int {
	squares := make(map[int]int)
	for i := 0; i < 1000; i++ {
		squares[i] = i * i
	}
	return squares
}
//- b/Cargo.toml
[package]
name = \"b\"
version = \"0.0.0\"
edition = \"2024\"
//- b/src/lib.rs
use std::collections::HashMap;

pub fn squares() -> HashMap<u64, u64> {
    let mut squares: HashMap<u64, u64> = HashMap::new();
    for n in 0..1000 {
        squares.insert(n, n * n);
    }
    squares
}
",
    );
    let output = maplint().current_dir(folder.path()).args(["--quiet", "--select", "unsized-map"]).output().expect("it runs");
    let out = String::from_utf8_lossy(&output.stdout).replace("\n    ", " ");
    let words = out.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words.contains("Go 1.24 and newer allocates 22 objects of 74,456 bytes in all; made with the size, 6 of 36,992"), "{out}");
    assert!(words.contains("it allocates 10 times, 69,724 bytes in all and 52,256 at one moment"), "{out}");
}
