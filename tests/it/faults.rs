//! What a user sees where maplint itself fails: one line. Each case runs in a process of its own, for
//! the way panics are told is the whole process's.

use std::process::{Command, Output};

#[test]
fn a_fault_is_one_line_and_the_exit_code_of_a_failure() {
    let output = in_process_of_its_own("quiet_fault");
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{told}");
    assert!(told.starts_with("error: maplint failed: no such node (tests/it/faults.rs:"), "{told}");
    assert!(told.ends_with("); please report it\n") && told.lines().count() == 1, "{told}");
}

#[test]
fn a_fault_that_is_caught_is_told_by_those_who_catch_it() {
    let told = |name| String::from_utf8_lossy(&in_process_of_its_own(name).stderr).into_owned();
    assert_eq!(told("caught_fault"), "");
    let verbose = told("caught_fault_in_detail");
    assert!(verbose.starts_with("note: panic at tests/it/faults.rs:") && verbose.ends_with(": node 7\n"), "{verbose}");
}

/// Runs a test of this file alone, backtraces asked for.
fn in_process_of_its_own(name: &str) -> Output {
    let mut command = Command::new(std::env::current_exe().expect("a test has a program"));
    command.args(["--exact", &format!("faults::{name}"), "--ignored", "--nocapture"]).env("RUST_BACKTRACE", "1");
    command.output().expect("the program starts")
}

#[test]
#[ignore = "run by its name, in a process of its own"]
fn quiet_fault() {
    assert_eq!(maplint::cli::guarded(false, || panic!("no such node")), 2);
}

#[test]
#[ignore = "run by its name, in a process of its own"]
fn caught_fault() {
    assert_eq!(maplint::cli::guarded(false, catches_its_own), 1);
}

#[test]
#[ignore = "run by its name, in a process of its own"]
fn caught_fault_in_detail() {
    assert_eq!(maplint::cli::guarded(true, catches_its_own), 1);
}

fn catches_its_own() -> u8 {
    u8::from(std::panic::catch_unwind(|| panic!("node {}", 7)).is_err())
}
