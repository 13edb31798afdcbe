//! SARIF in the hands of `@microsoft/sarif-multitool` with all its rules, those of GitHub's code scanning
//! among them: no error and no warning on all of `testdata` with suppressed findings, on a run with problems,
//! and on an empty one.
//!
//! The tool comes from npm, once, into the target folder, where `MAPLINT_NPM=1` allows it (as `.ci/run`
//! does). Where it is not there and cannot be got, this is skipped with a line on stderr.

use crate::support::{maplint, root};
use serde_json::Value;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

const PACKAGE: &str = "@microsoft/sarif-multitool@5.7.0";

#[test]
fn the_validator_of_sarif_has_nothing_to_say() {
    let tool = match tool() {
        Ok(tool) => tool,
        Err(missing) => {
            // Past the test runner, which shows what a passing test prints to nobody.
            let _ = writeln!(std::io::stderr(), "skipped: SARIF is not shown to sarif-multitool: {missing}");
            return;
        }
    };
    let scratch = TempDir::new().expect("a folder can be made");
    let log = |name: &str, folder: &Path, args: &[&str]| {
        let file = scratch.path().join(name);
        let output = format!("sarif={}", file.display());
        maplint().current_dir(folder).args(["--quiet", "--output", &output]).args(args).output().expect("it runs");
        file
    };
    let everything = ["--select", "all", "--min-confidence", "possible", "--show-suppressed", "--sarif-category", "all"];
    let logs = [
        log("everything.sarif", root(), &[&everything[..], &["testdata/..."]].concat()),
        log("problems.sarif", root(), &["no such folder", "testdata/readme/..."]),
        log("empty.sarif", scratch.path(), &[]),
    ];
    for log in logs {
        assert_eq!(complaints(&tool, &log, scratch.path()), [] as [String; 0], "{}", log.display());
    }
    let broken = scratch.path().join("broken.sarif");
    std::fs::write(&broken, r#"{"version": "2.1.0", "runs": [{}]}"#).expect("the file can be written");
    assert_ne!(complaints(&tool, &broken, scratch.path()), [] as [String; 0], "the tool is not asked");
}

/// Errors and warnings of the tool against a log. It ends well whatever it finds: its report says it.
fn complaints(tool: &Path, log: &Path, scratch: &Path) -> Vec<String> {
    let report = scratch.join("report.sarif");
    let mut validate = Command::new(tool);
    validate.env("DOTNET_SYSTEM_GLOBALIZATION_INVARIANT", "1");
    validate.arg("validate").arg(log).args(["--rule-kind", "Sarif;Ghas", "--log", "ForceOverwrite", "--output"]).arg(&report);
    let output = validate.output().expect("it was there before");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let text = std::fs::read_to_string(&report).unwrap_or_else(|error| panic!("no report: {error}\n{said}"));
    let report: Value = serde_json::from_str(text.trim_start_matches('\u{feff}')).expect("a report is JSON");
    let run = &report["runs"][0];
    let notified = run["invocations"][0]["toolExecutionNotifications"].as_array().into_iter().flatten();
    let results = run["results"].as_array().into_iter().flatten();
    // A result without a level is a warning.
    results.chain(notified).filter(|result| result["level"] != "note").map(Value::to_string).collect()
}

/// The program, or why it is not there.
fn tool() -> Result<PathBuf, String> {
    let system = match std::env::consts::OS {
        "linux" => "linux",
        "macos" => "darwin",
        other => return Err(format!("it is not tried on {other}")),
    };
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("sarif-multitool");
    let program = folder.join(format!("node_modules/@microsoft/sarif-multitool-{system}/Sarif.Multitool"));
    if !program.exists() {
        if std::env::var_os("MAPLINT_NPM").is_none_or(|value| value != "1") {
            return Err("it is not installed, and MAPLINT_NPM=1 does not allow it".to_owned());
        }
        install(&folder)?;
    }
    make_executable(&program).map_err(|error| format!("npm brought no {}: {error}", program.display()))?;
    Ok(program)
}

fn install(folder: &Path) -> Result<(), String> {
    std::fs::create_dir_all(folder).map_err(|error| error.to_string())?;
    let mut npm = Command::new("npm");
    npm.args(["install", "--no-audit", "--no-fund", "--ignore-scripts", "--fetch-retries=1", "--fetch-timeout=60000", "--prefix"]);
    let output = npm.arg(folder).arg(PACKAGE).output().map_err(|_| "there is no npm".to_owned())?;
    let said = String::from_utf8_lossy(&output.stderr);
    if output.status.success() { Ok(()) } else { Err(format!("npm cannot install it: {}", said.lines().next().unwrap_or_default())) }
}

/// What the package's own script would do.
#[cfg(unix)]
fn make_executable(program: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(program, std::fs::Permissions::from_mode(0o755))
}

#[cfg(not(unix))]
fn make_executable(program: &Path) -> std::io::Result<()> {
    std::fs::metadata(program).map(drop)
}
