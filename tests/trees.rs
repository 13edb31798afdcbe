//! Go code in the trees that people have: in no module.

mod support;

use std::path::Path;
use support::{maplint, write_tree};
use tempfile::TempDir;

/// `file:line rule` of each finding of level error in `folder`, in order.
fn errors(folder: &Path) -> Vec<String> {
    let output = maplint().current_dir(folder).args(["--format", "concise"]).output().expect("maplint runs");
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
