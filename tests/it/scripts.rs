//! The scripts that try to break a build, and the one that says what it is made of: a short run of each.

use crate::support::root;
use serde_json::Value;
use std::io::Write as _;
use std::process::{Command, Output};

/// Runs a script; `None` where there is no Python.
fn run(script: &str, arguments: &[&str]) -> Option<Output> {
    if !Command::new("python3").arg("--version").output().is_ok_and(|output| output.status.success()) {
        // Past the test runner, which shows what a passing test prints to nobody.
        let _ = writeln!(std::io::stderr(), "skipped: {script} is not tried: there is no Python");
        return None;
    }
    let mut command = Command::new("python3");
    command.arg(root().join("scripts").join(script)).args(arguments).current_dir(root()).env_remove("MAPLINT_NO_CACHE");
    let output = command.output().expect("Python starts");
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{script}: {}{told}", String::from_utf8_lossy(&output.stdout));
    Some(output)
}

/// Runs a script on the program under test, and looks for its last words.
#[track_caller]
fn finds_no_fault(script: &str, arguments: &[&str], words: &str) {
    let arguments = [&["--maplint", env!("CARGO_BIN_EXE_maplint")], arguments].concat();
    let Some(output) = run(script, &arguments) else { return };
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(said.ends_with(words), "{said}");
}

#[test]
fn mutants_break_nothing() {
    finds_no_fault("mutants.py", &["--count", "60", "testdata/go", "testdata/rust"], "files, 0 runs with a fault\n");
}

#[test]
fn kills_damage_nothing() {
    finds_no_fault("kills.py", &["--count", "9"], "; no file damaged\n");
}

#[test]
fn surroundings_change_nothing() {
    finds_no_fault("same_bytes.py", &["--count", "4", "testdata/go"], ": 0 differ from the first\n");
}

#[test]
fn the_bill_of_materials_is_whole() {
    let Some(output) = run("sbom.py", &[]) else { return };
    let bill: Value = serde_json::from_slice(&output.stdout).expect("it is JSON");
    assert_eq!((&bill["bomFormat"], &bill["metadata"]["component"]["name"]), (&"CycloneDX".into(), &"maplint".into()));
    let components = bill["components"].as_array().expect("a list");
    let is_there = |name: &str| components.iter().any(|component| component["name"] == name);
    // What is linked in, what runs while it is built, and what only tests need.
    assert_eq!(["syn", "cc", "proptest"].map(is_there), [true, true, false]);
    assert!(components.iter().all(|component| component["hashes"][0]["content"].is_string()), "a crate has no hash");
}
