//! A finding of `map-guard-reentry` says that a thread waits for itself, one of `map-guard-across-blocking`
//! that it may wait for one that waits for it. Here they are shown to: each
//! program `examples/<name>_hangs.rs` of a case is still running when its time is up, after it has
//! said what it holds, and its twin `<name>_ends.rs` has come to its end.

use crate::support::rust_cases;
use std::collections::BTreeSet;
use std::env::consts::EXE_SUFFIX;
use std::io::{self, Read};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::Duration;

/// How long a program may run. One that ends needs some milliseconds.
const PATIENCE: Duration = Duration::from_secs(2);

#[test]
fn what_is_reported_hangs_and_its_repair_ends() -> io::Result<()> {
    let names = build()?;
    let mut running = Vec::new();
    for name in &names {
        for suffix in ["hangs", "ends"] {
            running.push((suffix, format!("{name}_{suffix}"), start(&format!("{name}_{suffix}"))?));
        }
    }
    thread::sleep(PATIENCE);
    let mut failures = Vec::new();
    for (suffix, program, child) in running {
        let (status, printed) = stop(child)?;
        let held = printed.lines().next().is_some_and(|line| line.starts_with("holding"));
        let done = printed.ends_with("done\n");
        let as_claimed = match (suffix, status) {
            ("hangs", None) => held && !done,
            ("ends", Some(status)) => status.success() && held && done,
            _ => false,
        };
        if !as_claimed {
            let state = status.map_or_else(|| "still running".to_owned(), |status| status.to_string());
            failures.push(format!("{program}: {state}, printed {printed:?}"));
        }
    }
    assert!(failures.is_empty(), "after {PATIENCE:?}:\n{}", failures.join("\n"));
    Ok(())
}

/// Builds the programs of every case; gives their names without `_hangs` and `_ends`.
fn build() -> io::Result<BTreeSet<String>> {
    let mut names = BTreeSet::new();
    for case in rust_cases::folders()? {
        if !case.join("examples").is_dir() {
            continue;
        }
        let output = rust_cases::cargo(&case, &["build", "--examples"])?;
        assert!(output.status.success(), "{}:\n{}", rust_cases::shown(&case), String::from_utf8_lossy(&output.stderr));
        for file in rust_cases::children(&case.join("examples"))? {
            let stem = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            let name = stem.strip_suffix("_hangs").or(stem.strip_suffix("_ends"));
            names.insert(name.unwrap_or_else(|| panic!("{stem} says neither that it hangs nor that it ends")).to_owned());
        }
    }
    assert!(!names.is_empty(), "no program to run");
    Ok(names)
}

fn start(program: &str) -> io::Result<Child> {
    let path = rust_cases::target().join("debug/examples").join(format!("{program}{EXE_SUFFIX}"));
    Command::new(path).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn()
}

/// How it ended, `None` if it had not and was killed; and what it printed.
fn stop(mut child: Child) -> io::Result<(Option<ExitStatus>, String)> {
    let status = child.try_wait()?;
    if status.is_none() {
        child.kill()?;
        child.wait()?;
    }
    let mut printed = String::new();
    if let Some(mut stdout) = child.stdout.take() {
        stdout.read_to_string(&mut printed)?;
    }
    Ok((status, printed))
}
