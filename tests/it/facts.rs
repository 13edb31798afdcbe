//! The facts of one file a language with each main construct, as `maplint facts` prints them.
//!
//! The files are `testdata/facts/constructs.go` and `testdata/facts/constructs.rs`; they need not
//! build. After a change of what front ends see: `INSTA_UPDATE=always cargo test --test it facts::`, and
//! read the diff against the file, line by line.

use crate::support::{maplint, root};

#[test]
fn go_constructs() {
    insta::assert_snapshot!(facts("testdata/facts/constructs.go"));
}

#[test]
fn rust_constructs() {
    insta::assert_snapshot!(facts("testdata/facts/constructs.rs"));
}

#[test]
fn a_file_of_another_language_is_refused() {
    let assert = maplint().current_dir(root()).args(["facts", "README.md"]).assert().code(2);
    assert_eq!(String::from_utf8_lossy(&assert.get_output().stderr), "error: README.md: not a Go or Rust file\n");
}

fn facts(file: &str) -> String {
    let assert = maplint().current_dir(root()).args(["facts", file]).assert().code(0);
    String::from_utf8(assert.get_output().stdout.clone()).expect("output is UTF-8")
}
