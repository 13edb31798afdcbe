//! What a user sees where maplint itself fails, or what it writes to does: one line. Each panic runs in a process of its own, for
//! the way panics are told is the whole process's.

use crate::support::{read, root, write_tree};
use std::fs::{self, File};
use std::os::unix::process::ExitStatusExt as _;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

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

/// The command over a tree of many findings, of which more is written than a pipe holds.
fn over_many_findings(folder: &TempDir) -> Command {
    let program = read("testdata/readme/main.go");
    let of_package =
        |number: usize| format!("//- p{number}/go.mod\nmodule example.com/p{number}\n\ngo 1.22\n//- p{number}/main.go\n{program}");
    write_tree(folder.path(), &(0..100).map(of_package).collect::<String>());
    let mut command = Command::new(env!("CARGO_BIN_EXE_maplint"));
    command.env("MAPLINT_NO_CACHE", "1").env_remove("NO_COLOR").current_dir(folder.path()).args(["--no-config", "--quiet"]);
    command
}

#[test]
fn a_reader_that_goes_is_no_fault() {
    let folder = TempDir::new().expect("a folder can be made");
    let mut run = over_many_findings(&folder).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("maplint starts");
    // As `head` does once it has what it wants.
    drop(run.stdout.take());
    let output = run.wait_with_output().expect("the run ends");
    assert_eq!((output.status.code(), String::from_utf8_lossy(&output.stderr).as_ref()), (Some(1), ""));
}

#[test]
fn a_full_disk_is_told_and_leaves_what_was_there() {
    let folder = TempDir::new().expect("a folder can be made");
    let Ok(full) = File::options().write(true).open("/dev/full") else { return };
    let output = over_many_findings(&folder).stdout(full).output().expect("maplint runs");
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2), "{told}");
    assert!(told.starts_with("error: standard output: ") && told.lines().count() == 1, "{told}");
    // A file that may not grow: the shell's limit counts blocks of 512 bytes.
    let source = folder.path().join("p0/main.go");
    let before = fs::read(&source).expect("it is there");
    fs::write(folder.path().join("report.json"), "kept").expect("written");
    let mut command = Command::new("sh");
    let limited = "trap '' XFSZ; ulimit -f 1; exec \"$@\"";
    command.args(["-c", limited, "sh", env!("CARGO_BIN_EXE_maplint"), "--no-config", "--output", "json=report.json"]);
    let output = command.env("MAPLINT_NO_CACHE", "1").current_dir(folder.path()).output().expect("maplint runs");
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2), "{told}");
    assert!(told.contains("error: report.json: "), "{told}");
    assert_eq!(fs::read(folder.path().join("report.json")).expect("it is there"), b"kept");
    assert_eq!(fs::read(&source).expect("it is there"), before);
}

#[test]
#[cfg(target_os = "linux")]
fn an_interrupt_ends_a_run_at_once() {
    // It waits for the program that it reads from, which says nothing. Who is started in the background ignores interrupts,
    // and so does all that it starts, unless it is told otherwise.
    let mut command = Command::new("env");
    command.args(["--default-signal=INT", env!("CARGO_BIN_EXE_maplint"), "lsp"]);
    let mut run = command.stdin(Stdio::piped()).stdout(Stdio::null()).spawn().expect("maplint starts");
    std::thread::sleep(Duration::from_millis(300));
    let started = Instant::now();
    let sent = Command::new("kill").args(["-INT", &run.id().to_string()]).current_dir(root()).status().expect("kill runs");
    assert!(sent.success());
    let status = run.wait().expect("the run ends");
    assert_eq!(status.signal(), Some(2));
    assert!(started.elapsed() < Duration::from_secs(10));
}
