//! Holds `testdata/go` against the truth: each case builds, and its programs race or do not.
//!
//! `_race/race_test.go` of a case is outside what the tool reads. Each `TestRacy…` in it must be
//! stopped by Go's race detector, or by the runtime's check of maps, when run alone; all
//! `TestQuiet…` together must run clean. Without Go and a C compiler this is skipped with a line
//! on stderr; with `MAPLINT_REQUIRE_GO=1` it fails.

mod support {
    pub(crate) mod cases;
}

use std::io::Write;
use std::path::Path;
use std::process::{Command, Output};
use support::cases::{self, Case};

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
    run(go(&case.dir, &["build", "./..."])).map_err(one)?;
    if !case.dir.join("_race").is_dir() {
        return Ok(());
    }
    let binary = Path::new(env!("CARGO_TARGET_TMPDIR")).join("race").join(&case.title).join("race.test");
    run(go(&case.dir, &["test", "-race", "-c", "-o", &binary.to_string_lossy(), "./_race"])).map_err(one)?;
    let list = run(test(&binary, "list", "^Test")).map_err(one)?;
    let list = String::from_utf8_lossy(&list.stdout).into_owned();
    let (racy, others): (Vec<&str>, Vec<&str>) = list.lines().partition(|name| name.starts_with("TestRacy"));
    let mut complaints: Vec<String> = racy.iter().filter_map(|name| does_not_race(&binary, name)).collect();
    if let Some(stray) = others.iter().find(|name| !name.starts_with("TestQuiet")) {
        complaints.push(format!("{stray} is neither TestRacy… nor TestQuiet…"));
    }
    if others.is_empty() {
        complaints.push("_race has no TestQuiet…".to_owned());
    }
    complaints.extend(run(test(&binary, "run", "^TestQuiet")).err());
    if complaints.is_empty() { Ok(()) } else { Err(complaints) }
}

/// A complaint, where a test is not stopped for a race.
fn does_not_race(binary: &Path, name: &str) -> Option<String> {
    let said = run(test(binary, "run", &format!("^{name}$"))).err();
    let found = said.as_ref().is_some_and(|said| said.contains("DATA RACE") || said.contains("fatal error: concurrent map"));
    (!found).then(|| format!("{name} does not race\n{}", said.unwrap_or_default()))
}

/// A built test binary, with one of its flags; it ends at the first race.
fn test(binary: &Path, flag: &str, pattern: &str) -> Command {
    let mut command = Command::new(binary);
    command.env("GORACE", "halt_on_error=1 atexit_sleep_ms=0");
    command.arg(format!("-test.{flag}={pattern}")).args(["-test.count=1", "-test.timeout=60s"]);
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
