//! The GitHub action: `action.yml` hands every input on, the page about CI shows them as they are, and its scripts
//! do on a push and on a pull request what it says. The scripts are skipped with a line on stderr where git or
//! bash is not on the machine. GitHub's own actions are not run.

use crate::support::{copy_folder, read, root};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use tempfile::TempDir;

#[derive(Deserialize)]
struct Action {
    inputs: BTreeMap<String, Input>,
    outputs: BTreeMap<String, Value>,
    runs: Runs,
}

#[derive(Deserialize)]
struct Input {
    default: String,
}

#[derive(Deserialize)]
struct Value {
    value: String,
}

#[derive(Deserialize)]
struct Runs {
    using: String,
    steps: Vec<Step>,
}

#[derive(Deserialize)]
struct Step {
    id: Option<String>,
    run: Option<String>,
    #[serde(default)]
    env: BTreeMap<String, String>,
}

fn action() -> Action {
    serde_saphyr::from_str(&read("action.yml")).expect("action.yml is an action")
}

#[test]
fn every_input_is_used_and_every_output_is_written() {
    let (text, action) = (read("action.yml"), action());
    assert_eq!(action.runs.using, "composite");
    for name in action.inputs.keys() {
        assert!(text.contains(&format!("inputs.{name} ")), "nothing uses `{name}`");
    }
    let written = |id: &str, name: &str| {
        let step = action.runs.steps.iter().find(|step| step.id.as_deref() == Some(id)).expect("a step of that id");
        script(step).is_some_and(|script| read(&script).contains(&format!("echo \"{name}=")))
    };
    for (name, output) in &action.outputs {
        assert_eq!(output.value, format!("${{{{ steps.lint.outputs.{name} }}}}"));
        assert!(written("lint", name), "no script writes `{name}`");
    }
    assert!(written("version", "version"));
}

#[test]
fn scripts_are_given_the_variables_that_they_read() {
    for step in &action().runs.steps {
        let Some(script) = script(step) else { continue };
        let text = read(&script);
        for name in step.env.keys() {
            assert!(text.contains(&format!("${name}")), "{script} does not read {name}");
        }
        for name in ["VERSION", "SINCE", "PULL_REQUEST_BASE", "ARGUMENTS", "LINT_PATHS", "SARIF_FILE", "UPLOAD"] {
            let read = text.contains(&format!("${name}"));
            assert!(!read || step.env.contains_key(name), "{script} reads {name}, and nobody gives it");
        }
    }
}

/// The file that a step runs, from the root of the repository.
fn script(step: &Step) -> Option<String> {
    let run = step.run.as_ref()?.strip_prefix("bash \"$GITHUB_ACTION_PATH/")?;
    Some(run.trim_end_matches(['"', '\n']).to_owned())
}

#[test]
fn the_page_shows_the_inputs_as_they_are() {
    let page = read("docs/ci.md");
    let rows: Vec<(&str, &str)> = page
        .lines()
        .filter_map(|line| line.strip_prefix("| `")?.split_once("` | "))
        .map(|(name, rest)| (name, rest.split('|').next().unwrap_or_default().trim().trim_matches('`')))
        .collect();
    let inputs = action().inputs;
    assert_eq!(rows.len(), inputs.len());
    for (name, default) in rows {
        assert_eq!(inputs.get(name).map(|input| input.default.as_str()), Some(default), "`{name}`");
    }
}

#[test]
fn a_push_lints_everything_and_a_pull_request_what_is_new() {
    let there = |program: &str| Command::new(program).arg("--version").output().is_ok_and(|output| output.status.success());
    if let Some(missing) = ["git", "bash"].into_iter().find(|program| !there(program)) {
        // Past the test runner, which shows what a passing test prints to nobody.
        let _ = writeln!(std::io::stderr(), "skipped: the scripts of the action are not tried: there is no {missing}");
        return;
    }
    let scratch = TempDir::new().expect("a folder can be made");
    let upstream = scratch.path().join("upstream");
    copy_folder(&root().join("testdata/readme"), &upstream);
    git(&upstream, &["init", "-q", "-b", "main"]);
    git(&upstream, &["config", "uploadpack.allowAnySHA1InWant", "true"]);
    git(&upstream, &["add", "."]);
    git(&upstream, &["commit", "-qm", "an old race"]);
    let base = stdout(&git(&upstream, &["rev-parse", "HEAD"])).trim().to_owned();
    fs::create_dir(upstream.join("more")).expect("a folder can be made");
    fs::copy(upstream.join("main.go"), upstream.join("more/main.go")).expect("the example can be copied");
    git(&upstream, &["add", "."]);
    git(&upstream, &["commit", "-qm", "a new race"]);

    // As a checkout has it: the newest commit alone.
    let checkout = scratch.path().join("checkout");
    let url = format!("file://{}", upstream.display());
    git(scratch.path(), &["clone", "-q", "--depth", "1", &url, "checkout"]);
    let lint = |since: &str, base: &str, upload: &str, paths: &str| {
        let outputs = scratch.path().join("outputs");
        let _ = fs::remove_file(checkout.join("out.sarif"));
        fs::write(&outputs, "").expect("a file can be written");
        let variables = [
            ("LINT_PATHS", paths),
            ("ARGUMENTS", "--quiet\n--fail-on error"),
            ("SINCE", since),
            ("PULL_REQUEST_BASE", base),
            ("SARIF_FILE", "out.sarif"),
            ("UPLOAD", upload),
            ("GITHUB_OUTPUT", &outputs.to_string_lossy()),
        ];
        let output = bash("action/lint.sh", &checkout, &variables);
        (output.status.code(), stdout(&output), fs::read_to_string(outputs).expect("the outputs are there"))
    };
    let results = || {
        let text = fs::read_to_string(checkout.join("out.sarif")).expect("the report is written");
        let log: serde_json::Value = serde_json::from_str(&text).expect("the report is JSON");
        log["runs"][0]["results"].as_array().expect("results").len()
    };

    let report = format!("sarif-file={}\n", checkout.join("out.sarif").display());
    let (code, said, outputs) = lint("auto", "", "true", "./...");
    assert_eq!((code, results()), (Some(0), 2), "{said}");
    assert_eq!(outputs, format!("exit-code=1\n{report}"));
    assert!(said.contains("error[unguarded-map-write]"), "{said}");

    let (code, said, outputs) = lint("auto", &base, "true", "./...");
    assert_eq!((code, results()), (Some(0), 1), "{said}");
    assert!(said.contains("more/main.go") && outputs.starts_with("exit-code=1\n"), "{said}{outputs}");

    let (_, _, outputs) = lint("", &base, "true", "main.go more");
    assert_eq!((results(), outputs), (2, format!("exit-code=1\n{report}")));

    // Annotations, where nobody else shows the findings.
    let (_, said, _) = lint("auto", "", "false", "more");
    assert!(said.contains("::error ") && said.contains("file=more/main.go"), "{said}");

    // What could not be done at all.
    let (code, _, outputs) = lint("no-such-revision", "", "true", "./...");
    assert_ne!(code, Some(0));
    assert!(!outputs.contains("exit-code=0"), "{outputs}");
}

#[test]
fn the_version_is_the_one_that_is_asked_for_or_a_hash_of_the_sources() {
    let scratch = TempDir::new().expect("a folder can be made");
    let version = |wanted: &str| {
        let outputs = scratch.path().join("outputs");
        fs::write(&outputs, "").expect("a file can be written");
        let (repository, outputs_at) = (root(), outputs.to_string_lossy().into_owned());
        let variables =
            [("VERSION", wanted), ("GITHUB_ACTION_PATH", &*repository.to_string_lossy()), ("GITHUB_OUTPUT", outputs_at.as_str())];
        let output = bash("action/version.sh", scratch.path(), &variables);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        fs::read_to_string(outputs).expect("the outputs are there")
    };
    if Command::new("bash").arg("--version").output().is_err() || Command::new("git").arg("--version").output().is_err() {
        let _ = writeln!(std::io::stderr(), "skipped: the scripts of the action are not tried: there is no git or bash");
        return;
    }
    assert_eq!(version("0.1.0"), "version=0.1.0\n");
    let hash = version("");
    assert_eq!(hash, version(""));
    let hash = hash.trim_end().trim_start_matches("version=");
    assert!(hash.len() >= 40 && hash.bytes().all(|byte| byte.is_ascii_hexdigit()), "{hash}");
}

/// Runs a script of the repository with the binary under test on the path.
fn bash(script: &str, folder: &Path, variables: &[(&str, &str)]) -> Output {
    let binary = PathBuf::from(env!("CARGO_BIN_EXE_maplint"));
    let folders = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::iter::once(binary.parent().expect("a folder").to_owned()).chain(std::env::split_paths(&folders));
    let path = std::env::join_paths(folders).expect("a path");
    let mut command = Command::new("bash");
    command.arg(root().join(script)).current_dir(folder).env("PATH", path).envs(variables.iter().copied());
    clean(&mut command).output().expect("bash runs")
}

fn git(folder: &Path, arguments: &[&str]) -> Output {
    let identity = ["-c", "user.name=a", "-c", "user.email=a@b", "-c", "commit.gpgsign=false", "-c", "core.hooksPath=/dev/null"];
    let mut command = Command::new("git");
    let output = clean(command.args(identity).args(arguments).current_dir(folder)).output().expect("git runs");
    assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    output
}

/// Without what a hook around the tests has set.
fn clean(command: &mut Command) -> &mut Command {
    ["GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE", "GIT_PREFIX"].iter().fold(command, |command, name| command.env_remove(name))
}

fn stdout(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}
