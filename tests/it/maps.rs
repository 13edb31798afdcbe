//! `maplint maps` and `maplint decide`: what is listed, in which form and order, and what is said of one map.

use crate::support::{maplint, write_tree};
use serde_json::Value;
use std::path::Path;
use tempfile::TempDir;

/// A guarded map, one that lacks its lock once, a frozen one, a local, a test's; in Rust a locked one.
const PROJECT: &str = "//- go.mod
module example.com/a

go 1.22
//- a.go
package a

import \"sync\"

var codes = map[string]int{\"a\": 1}

func Code(name string) int { return codes[name] }

type Store struct {
	mu      sync.Mutex
	entries map[string]int // CONCURRENCY_SAFE: true guarded_by=mu
	bare    map[string]int
}

func New() *Store {
	s := &Store{entries: map[string]int{}, bare: map[string]int{}}
	go s.reap()
	go s.reap()
	return s
}

func (s *Store) reap() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for name := range s.entries {
		delete(s.entries, name)
	}
	s.bare[\"reaped\"] = 1
}

func (s *Store) Put(name string, n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.entries[name] = n
	s.bare[name] = n
}

func (s *Store) Get(name string) int {
	seen := map[string]bool{}
	seen[name] = true
	s.mu.Lock()
	n := s.entries[name]
	s.mu.Unlock()
	return n + s.bare[name] + len(seen)
}
//- a_test.go
package a

var fake = map[string]int{}
//- crates/Cargo.toml
[package]
name = \"crates\"
version = \"0.0.0\"
edition = \"2024\"
//- crates/src/lib.rs
use std::collections::HashMap;
use std::sync::Mutex;

pub struct Jobs {
    by_id: Mutex<HashMap<u64, String>>,
}

impl Jobs {
    pub fn add(&self, id: u64, name: String) {
        self.by_id.lock().unwrap().insert(id, name);
    }
}
";

fn project() -> TempDir {
    let folder = TempDir::new().expect("a folder can be made");
    write_tree(folder.path(), PROJECT);
    folder
}

/// Exit code, standard output, error stream.
fn run(folder: &Path, args: &[&str]) -> (i32, String, String) {
    let assert = maplint().current_dir(folder).args(args).assert();
    let output = assert.get_output();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code().unwrap_or(-1), text(&output.stdout), text(&output.stderr))
}

/// The maps that the flags list, as `place name`.
fn listed(folder: &Path, flags: &[&str]) -> Vec<String> {
    let (code, shown, told) = run(folder, &[&["maps", "./...", "crates/..."], flags].concat());
    assert_eq!(code, 0, "{told}");
    let lines = shown.lines().skip(1);
    lines.map(|line| line.split_whitespace().take(2).collect::<Vec<_>>().join(" ")).collect()
}

#[test]
fn every_map_is_listed_with_all_that_is_known() {
    let folder = project();
    let (code, shown, told) = run(folder.path(), &["maps", "./...", "crates/..."]);
    insta::assert_snapshot!(shown);
    assert_eq!((code, told.as_str()), (0, "note: 5 maps of 6, 2 shared\n"));
}

#[test]
fn maps_are_left_out_and_ordered_as_asked() {
    let folder = project();
    let of = |flags: &[&str]| listed(folder.path(), flags);
    assert_eq!(of(&["--shared"]), ["a.go:11 Store.entries", "a.go:12 Store.bare"]);
    assert_eq!(of(&["--shared", "--unguarded"]), ["a.go:12 Store.bare"]);
    assert_eq!(of(&["--filter", "crates/", "--filter", "Jobs"]), ["crates/src/lib.rs:5 Jobs.by_id"]);
    assert_eq!(of(&["--filter", "map[string]bool"]), ["a.go:39 Store.Get.seen"]);
    assert_eq!(of(&["--tests"]).len(), 6);
    let by_name = of(&["--sort", "name"]);
    assert!(by_name.is_sorted_by_key(|line| line.split_once(' ').map(|(_, name)| name.to_owned())), "{by_name:?}");
    assert_eq!(of(&["--sort", "uses"])[0], "a.go:11 Store.entries");
    assert_eq!(of(&["--filter", "no such map"]), [""; 0]);
}

#[test]
fn json_has_all_of_it() {
    let folder = project();
    let (code, shown, _) = run(folder.path(), &["maps", "--format", "json", "--filter", "Store.", "./..."]);
    assert_eq!(code, 0);
    let document: Value = serde_json::from_str(&shown).expect("it is JSON");
    let maps = document["maps"].as_array().expect("a list");
    let entries = maps.iter().find(|map| map["name"] == "Store.entries").expect("it is listed");
    assert_eq!(entries["guard"], serde_json::json!({"name": "Store.mu", "held": 4, "uses": 4, "confidence": "certain"}));
    assert_eq!(entries["writers"], serde_json::json!(["New", "Store.Put", "Store.reap"]));
    assert_eq!(entries["readers"], serde_json::json!(["Store.Get"]));
    assert_eq!((&entries["deletes"], &entries["ranges"]), (&1.into(), &1.into()));
    assert_eq!(entries["contract"]["standing"], "kept");
    let bare = maps.iter().find(|map| map["name"] == "Store.bare").expect("it is listed");
    assert_eq!(bare["rules"], serde_json::json!(["unguarded-map-read"]));
}

#[test]
fn csv_is_read_again_as_it_was_written() {
    let folder = project();
    let (code, shown, _) = run(folder.path(), &["maps", "--format", "csv", "./..."]);
    assert_eq!(code, 0);
    let mut reader = csv::Reader::from_reader(shown.as_bytes());
    let header = reader.headers().expect("a header").clone();
    let rows: Vec<csv::StringRecord> = reader.records().map(|row| row.expect("as many cells as the header has")).collect();
    let column = |name: &str| header.iter().position(|cell| cell == name).expect("the column is there");
    let cell = |map: &str, name: &str| {
        let row = rows.iter().find(|row| &row[column("name")] == map).expect("it is listed");
        row[column(name)].to_owned()
    };
    assert_eq!(rows.len(), 5);
    assert_eq!(cell("Store.entries", "writers"), "New; Store.Put; Store.reap");
    assert_eq!((cell("Store.entries", "guard"), cell("codes", "guard")), ("Store.mu".to_owned(), String::new()));
}

#[test]
fn a_decision_shows_its_way_and_what_it_rests_on() {
    let folder = project();
    let (code, shown, told) = run(folder.path(), &["decide", "Store.entries"]);
    assert_eq!(code, 0, "{told}");
    insta::assert_snapshot!(shown);
    let (_, by_place, _) = run(folder.path(), &["decide", "a.go:11"]);
    assert_eq!(shown, by_place);
    let (_, json, _) = run(folder.path(), &["decide", "entries", "--format", "json"]);
    let document: Value = serde_json::from_str(&json).expect("it is JSON");
    assert_eq!((&document["choice"], &document["kept"]), (&"mutex".into(), &true.into()));
    let (_, rust, _) = run(folder.path(), &["decide", "Jobs.by_id", "crates/..."]);
    assert!(rust.contains("=> keep it: a map in a `Mutex`"), "{rust}");
}

#[test]
fn a_name_that_means_no_map_or_several_is_refused() {
    let folder = project();
    let (code, _, told) = run(folder.path(), &["decide", "Store.gone"]);
    assert_eq!(code, 2);
    assert!(told.contains("no map is named `Store.gone`; there are"), "{told}");
    std::fs::write(folder.path().join("b.go"), "package a\n\ntype Other struct{ bare map[int]int }\n").expect("it can be written");
    let (code, _, told) = run(folder.path(), &["decide", "bare"]);
    assert_eq!(code, 2);
    assert!(told.contains("several maps are named `bare`") && told.contains("a.go:12:2: Store.bare"), "{told}");
    let (code, _, told) = run(folder.path(), &["maps", "no/such/folder"]);
    assert_eq!(code, 2, "{told}");
}
