//! Code in the trees that people have: Go in no module, with `vendor`, with modules in the cache; Rust
//! beside a `std` of its own.

use crate::support::{maplint, write_tree};
use std::path::Path;
use tempfile::TempDir;

/// `file:line rule` of each finding of level error in `folder`, in order.
fn errors(folder: &Path) -> Vec<String> {
    let outside = |name: &str| folder.join("outside").join(name);
    let mut command = maplint();
    command.current_dir(folder).env("GOROOT", outside("go")).env("GOMODCACHE", outside("cache"));
    let output = command.args(["--format", "concise"]).output().expect("maplint runs");
    let shown = String::from_utf8(output.stdout).expect("output is UTF-8");
    let line = |line: &str| {
        let (place, told) = line.split_once(": error[")?;
        let (place, _column) = place.rsplit_once(':')?;
        Some(format!("{place} {}", told.split(']').next()?))
    };
    shown.lines().filter_map(line).collect()
}

#[test]
fn packages_in_no_module_know_one_another() {
    let folder = TempDir::new().expect("a folder can be made");
    write_tree(
        folder.path(),
        "\
//- main.go
package main

import (
	\"example.com/shop/log\"
	\"example.com/shop/store\"
)

func main() {
	items := store.New()
	go func() { items.Names[\"a\"] = 1 }()
	items.Names[\"b\"] = 2
	log.Print(len(items.Names))
}
//- log/log.go
package log

func Print(n int) { println(n) }
//- store/store.go
package store

type Items struct{ Names map[string]int }

func New() *Items { return &Items{Names: map[string]int{}} }
",
    );
    assert_eq!(errors(folder.path()), ["main.go:10 unguarded-map-write"]);
}

/// Uses a package `x.org/Conf` of two files, and the standard library's `conf`.
const USER: &str = "\
//- go.mod
module example.com/app

go 1.22

require x.org/Conf v1.2.0
//- main.go
package main

import (
	\"conf\"
	other \"x.org/Conf\"
)

func main() {
	own, theirs := conf.Load(), other.Load()
	go func() {
		own.Names[\"a\"] = 1
		theirs.Names[\"a\"] = 1
		theirs.Base.Labels[\"a\"] = \"b\"
	}()
	own.Names[\"b\"] = 2
	theirs.Names[\"b\"] = 2
	theirs.Labels[\"b\"] = \"c\"
}
";

/// What the package declares; its body is not read.
const PACKAGE: [(&str, &str); 2] = [
    ("conf.go", "package conf\n\ntype Config struct {\n\tBase\n\tNames map[string]int\n}\n\nfunc Load() *Config { return load() }\n"),
    ("base.go", "package conf\n\ntype labels = map[string]string\n\ntype Base struct{ Labels labels }\n"),
];

fn errors_with(folders: &[&str]) -> Vec<String> {
    let folder = TempDir::new().expect("a folder can be made");
    write_tree(folder.path(), USER);
    for (package, (file, text)) in folders.iter().flat_map(|package| PACKAGE.map(|file| (*package, file))) {
        write_tree(folder.path(), &format!("//- {package}/{file}\n{text}"));
    }
    errors(folder.path())
}

#[test]
fn types_of_packages_outside_the_tree_are_known_where_they_are_on_the_machine() {
    let own = ["main.go:11 unguarded-map-write"];
    let theirs = ["main.go:12 unguarded-map-write", "main.go:13 unguarded-map-write"];
    assert_eq!(errors_with(&[]), [""; 0]);
    assert_eq!(errors_with(&["outside/go/src/conf"]), own);
    assert_eq!(errors_with(&["vendor/x.org/Conf"]), theirs);
    assert_eq!(errors_with(&["outside/cache/x.org/!conf@v1.2.0"]), theirs);
    assert_eq!(errors_with(&["outside/cache/x.org/!conf@v1.3.0"]), [""; 0]);
    assert_eq!(errors_with(&["vendor/x.org/Conf", "outside/go/src/conf"]), [own.as_slice(), &theirs].concat());
}

/// Cargo's own tests have such a tree: a crate of that name is everyone's only where it comes from the
/// toolchain.
#[test]
fn a_crate_named_std_is_not_the_one_that_all_have() {
    let folder = TempDir::new().expect("a folder can be made");
    write_tree(
        folder.path(),
        "\
//- Cargo.toml
[package]
name = \"app\"
version = \"0.0.0\"
edition = \"2024\"
//- src/lib.rs
use std::collections::HashMap;
use std::sync::Mutex;

pub fn again(names: &Mutex<HashMap<u64, u64>>) {
    let held = names.lock().unwrap();
    names.lock().unwrap().insert(1, held.len() as u64);
}
//- tests/mock/std/Cargo.toml
[package]
name = \"std\"
version = \"0.0.0\"
edition = \"2024\"
[workspace]
//- tests/mock/std/src/lib.rs
pub mod collections {}
",
    );
    assert_eq!(errors(folder.path()), ["src/lib.rs:6 map-guard-reentry"]);
}
