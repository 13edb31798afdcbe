//! Holds `testdata/go` against the truth: each case builds, and its programs race, hang or do not.
//!
//! `_race/race_test.go` of a case is outside what the tool reads. Each `TestRacy…` in it must be
//! stopped by Go's race detector, or by the runtime's check of maps, when run alone; each `TestHang…`
//! must still wait for a lock of package sync when its time is up; each `TestFatal…` must be ended by
//! that package; all `TestQuiet…` together must run clean. Without Go and a C compiler this is skipped with a line
//! on stderr; with `MAPLINT_REQUIRE_GO=1` it fails.

use crate::support::cases::{self, Case};
use rayon::prelude::*;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output};

#[test]
fn go_cases_build_and_race_as_they_say() {
    if let Err(missing) = race_detector() {
        let required = std::env::var("MAPLINT_REQUIRE_GO").is_ok_and(|value| value == "1");
        assert!(!required, "MAPLINT_REQUIRE_GO=1, but {missing}");
        // Past the test runner, which shows what a passing test prints to nobody.
        let _ = writeln!(std::io::stderr(), "skipped: testdata/go is not built and raced: {missing}");
        return;
    }
    cases::all_must_pass(&cases::of("go"), |case| check(case).err().into_iter().flatten().collect());
}

/// Whether `go test -race` can work here; if not, why.
fn race_detector() -> Result<(), String> {
    let environment = run(go(Path::new("."), &["env", "CGO_ENABLED", "CC"])).map_err(|_| "there is no `go`".to_owned())?;
    let text = String::from_utf8_lossy(&environment.stdout).into_owned();
    let mut lines = text.lines();
    if lines.next() != Some("1") {
        return Err("`go env CGO_ENABLED` is not 1, and the race detector needs cgo".to_owned());
    }
    let mut compiler = lines.next().unwrap_or_default().split_whitespace();
    let name = compiler.next().unwrap_or("cc");
    let mut version = Command::new(name);
    version.arg("--version");
    run(version).map(drop).map_err(|_| format!("there is no C compiler `{name}`, which the race detector needs"))
}

/// Everything about a case that is not as it says.
fn check(case: &Case) -> Result<(), Vec<String>> {
    let one = |complaint: String| vec![complaint];
    // `copylocks` sees some of the faults that cases are about.
    run(go(&case.dir, &["vet", "-copylocks=false", "./..."])).map_err(one)?;
    run(go(&case.dir, &["build", "-o", "/dev/null", "./..."])).map_err(one)?;
    if !case.dir.join("_race").is_dir() {
        return Ok(());
    }
    let binary = Path::new(env!("CARGO_TARGET_TMPDIR")).join("race").join(&case.title).join("race.test");
    run(go(&case.dir, &["test", "-race", "-c", "-o", &binary.to_string_lossy(), "./_race"])).map_err(one)?;
    let list = run(test(&binary, "list", "^Test", "60s")).map_err(one)?;
    let list = String::from_utf8_lossy(&list.stdout).into_owned();
    let (faulty, others): (Vec<&str>, Vec<&str>) = list.lines().partition(|name| FAULTS.iter().any(|fault| name.starts_with(fault.prefix)));
    // At once: what hangs takes no time but its own.
    let mut complaints: Vec<String> = faulty.par_iter().filter_map(|name| is_not_faulty(&binary, name)).collect();
    if let Some(stray) = others.iter().find(|name| !name.starts_with("TestQuiet")) {
        complaints.push(format!("{stray} is none of TestRacy…, TestHang…, TestFatal… and TestQuiet…"));
    }
    if others.is_empty() {
        complaints.push("_race has no TestQuiet…".to_owned());
    }
    complaints.extend(run(test(&binary, "run", "^TestQuiet", "60s")).err());
    if complaints.is_empty() { Ok(()) } else { Err(complaints) }
}

/// How a test shows a fault.
struct Fault {
    /// How its name begins.
    prefix: &'static str,
    does: &'static str,
    /// How long it may run.
    time: &'static str,
    /// How often it may be run until it shows: on a busy machine, one goroutine may end before the
    /// other begins.
    tries: usize,
    /// What is said of it: all words of one of the lists.
    says: &'static [&'static [&'static str]],
}

const FAULTS: [Fault; 3] = [
    Fault { prefix: "TestRacy", does: "race", time: "60s", tries: 40, says: &[&["DATA RACE"], &["fatal error: concurrent map"]] },
    Fault {
        prefix: "TestHang",
        does: "hang",
        time: "3s",
        tries: 1,
        says: &[&["test timed out", "sync.(*Mutex).Lock"], &["test timed out", "sync.(*RWMutex)."]],
    },
    Fault { prefix: "TestFatal", does: "end the program", time: "60s", tries: 1, says: &[&["fatal error: sync:"]] },
];

/// A complaint, where a test does not show the fault that its name claims.
fn is_not_faulty(binary: &Path, name: &str) -> Option<String> {
    let fault = FAULTS.iter().find(|fault| name.starts_with(fault.prefix))?;
    let mut last = String::new();
    for _ in 0..fault.tries {
        last = run(test(binary, "run", &format!("^{name}$"), fault.time)).err().unwrap_or_default();
        if fault.says.iter().any(|words| words.iter().all(|word| last.contains(word))) {
            return None;
        }
    }
    Some(format!("{name} does not {}\n{last}", fault.does))
}

/// A built test binary, with one of its flags and a limit of time; it ends at the first race.
fn test(binary: &Path, flag: &str, pattern: &str, time: &str) -> Command {
    let mut command = Command::new(binary);
    command.env("GORACE", "halt_on_error=1 atexit_sleep_ms=0");
    command.arg(format!("-test.{flag}={pattern}")).args(["-test.count=1", &format!("-test.timeout={time}")]);
    command
}

/// `go` in a folder, with nothing of the surroundings: no workspace, no network.
fn go(dir: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new("go");
    command.current_dir(dir).args(arguments);
    command.envs([("GOWORK", "off"), ("GOFLAGS", "-buildvcs=false"), ("GOTOOLCHAIN", "local"), ("GOPROXY", "off")]);
    command
}

/// The output of a command that succeeds; else all that it said.
fn run(mut command: Command) -> Result<Output, String> {
    let output = command.output().map_err(|error| format!("{command:?} does not start: {error}"))?;
    if output.status.success() {
        return Ok(output);
    }
    let said = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim_end().to_owned();
    Err(format!("{command:?} ends with {}\n{}\n{}", output.status, said(&output.stdout), said(&output.stderr)))
}
