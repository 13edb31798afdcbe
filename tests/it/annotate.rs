//! `maplint annotate`: what it proposes, and what it writes.

use crate::support::{maplint, write_tree};
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;

/// Maps that keep a promise, and maps of which it is not sure: one use without the lock, one that leaves, one that
/// others can name.
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
	entries map[string]int
	names   map[int]string

	bare   map[string]int
	leaves map[string]int
	Named  map[string]int
}

func New() *Store {
	return &Store{entries: map[string]int{}, names: map[int]string{}, bare: map[string]int{}, leaves: map[string]int{}, Named: map[string]int{}}
}

func (s *Store) Put(name string, n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.entries[name] = n
	s.names[n] = name
	s.bare[name] = n
	s.leaves[name] = n
	s.Named[name] = n
}

func (s *Store) Get(name string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.entries[name] + len(s.names[1]) + s.bare[name] + s.Named[name]
}

func (s *Store) Bare(name string) int { return s.bare[name] }

func (s *Store) Leaves() map[string]int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.leaves
}
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
    plain: HashMap<u64, String>,
}

impl Jobs {
    pub fn add(&mut self, id: u64, name: String) {
        self.by_id.lock().unwrap().insert(id, name.clone());
        self.plain.insert(id, name);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Fake(Mutex<HashMap<u64, u64>>);

    #[test]
    fn works() {
        Fake(Mutex::default()).0.lock().unwrap().insert(1, 1);
    }
}
";

fn project() -> TempDir {
    let folder = TempDir::new().expect("a folder can be made");
    write_tree(folder.path(), PROJECT);
    folder
}

fn run(folder: &Path, args: &[&str]) -> (String, String) {
    let assert = maplint().current_dir(folder).args(args).assert();
    let output = assert.get_output();
    assert_eq!(output.status.code(), Some(0), "{args:?}: {}", String::from_utf8_lossy(&output.stdout));
    (String::from_utf8_lossy(&output.stdout).into_owned(), String::from_utf8_lossy(&output.stderr).into_owned())
}

fn read(folder: &Path, file: &str) -> String {
    std::fs::read_to_string(folder.join(file)).expect("the file can be read")
}

#[test]
fn what_the_code_keeps_is_proposed() {
    let folder = project();
    let (shown, _) = run(folder.path(), &["annotate", "./...", "crates/..."]);
    let expected = [
        "a.go:5:5: codes: CONCURRENCY_SAFE: true init_only (nothing writes it once it is made; 1 use reads it)",
        "a.go:11:2: Store.entries: CONCURRENCY_SAFE: true guarded_by=mu (`mu` is held at all 2 uses, 1 of which writes)",
        "a.go:12:2: Store.names: CONCURRENCY_SAFE: true guarded_by=mu (`mu` is held at all 2 uses, 1 of which writes)",
        "crates/src/lib.rs:5:5: Jobs.by_id: CONCURRENCY_SAFE: true (its type `Mutex<HashMap<u64, String>>` keeps threads apart; one use in sight)",
    ];
    assert_eq!(shown.lines().collect::<Vec<_>>(), expected);
    assert_eq!(read(folder.path(), "a.go").lines().filter(|line| line.contains("CONCURRENCY_SAFE")).count(), 0);
}

#[test]
fn what_is_written_is_kept_and_written_once() {
    let folder = project();
    run(folder.path(), &["annotate", "--write", "./...", "crates/..."]);
    let (go, rust) = (read(folder.path(), "a.go"), read(folder.path(), "crates/src/lib.rs"));
    for line in [
        "// CONCURRENCY_SAFE: true init_only\nvar codes",
        "\tentries map[string]int // CONCURRENCY_SAFE: true guarded_by=mu\n\tnames   map[int]string // CONCURRENCY_SAFE: true guarded_by=mu\n",
    ] {
        assert!(go.contains(line), "{go}");
    }
    assert!(rust.contains("    // CONCURRENCY_SAFE: true\n    by_id: Mutex"), "{rust}");
    run(folder.path(), &["--select", "contract", "./...", "crates/..."]);
    let (_, told) = run(folder.path(), &["annotate", "--write", "./...", "crates/..."]);
    assert!(told.contains("wrote 0 promises into 0 files"), "{told}");
    assert_eq!((go, rust), (read(folder.path(), "a.go"), read(folder.path(), "crates/src/lib.rs")));
    if let Ok(output) = Command::new("gofmt").arg("-l").arg(folder.path()).output() {
        assert_eq!(String::from_utf8_lossy(&output.stdout), "");
    }
}
