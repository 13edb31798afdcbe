//! All cases with their fixes: what `--fix` writes, which compiles and keeps its layout.
//!
//! The diffs are goldens, one for the cases of a rule; `INSTA_UPDATE=always cargo test --test it fixed_cases::` writes them anew.

use crate::support::copy_folder;
use crate::support::{cases, rust_cases};
use cases::Case;
use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;

/// Each case as it is after all safe fixes, and after the others too: it compiles, is laid out as before, and a second run
/// changes nothing.
#[test]
fn fixed_go_cases_are_right() {
    if !is_there("go", "version") || !is_there("gofmt", "-h") {
        let required = std::env::var("MAPLINT_REQUIRE_GO").is_ok_and(|value| value == "1");
        assert!(!required, "MAPLINT_REQUIRE_GO=1, but there is no Go on this machine");
        // Past the test runner, which shows what a passing test prints to nobody.
        let _ = writeln!(std::io::stderr(), "skipped: fixed Go cases are not compiled: no Go on this machine");
        return;
    }
    cases::all_must_pass(&cases::of("go"), |case| {
        fixed(case, &|folder| {
            let gofmt = |folder: &Path| output(Command::new("gofmt").args(["-l", "."]).current_dir(folder));
            let vet = output(Command::new("go").args(["vet", "./..."]).current_dir(folder));
            format!("{vet}{}", gofmt(folder))
        })
    });
}

#[test]
fn fixed_rust_cases_are_right() {
    cases::all_must_pass(&cases::of("rust"), |case| {
        fixed(case, &|folder| {
            let mut check = Command::new(env!("CARGO"));
            check
                .args(["check", "--all-targets", "--locked", "--quiet"])
                .env("CARGO_TARGET_DIR", rust_cases::target())
                .env_remove("RUSTFLAGS");
            // The layout is the standard one there: files that are laid out in another way are so before and after.
            let layout = output(Command::new(env!("CARGO")).args(["fmt", "--", "--check", "-l"]).current_dir(folder));
            format!("{}{layout}", output(check.current_dir(folder))).replace(&*folder.to_string_lossy(), "")
        })
    });
}

/// What all fixes make of the cases, rule by rule; of some cases alone there is no golden.
#[test]
fn each_fix_changes_what_it_is_about() {
    if std::env::var_os("MAPLINT_CASE").is_some() {
        return;
    }
    for language in ["go", "rust"] {
        let mut by_rule: BTreeMap<String, String> = BTreeMap::new();
        for case in cases::of(language) {
            let rule = case.title.split('/').rev().nth(1).expect("a case stands in the folder of its rule").to_owned();
            let args = arguments(&case);
            let mut diff = maplint_in(&case.dir);
            diff.args(["--quiet", "--select", "all", "--diff", "--unsafe-fixes"]).args(&args);
            let told = output(&mut diff);
            if !told.is_empty() {
                let place = format!("{language}/{rule}");
                *by_rule.entry(place).or_default() += &format!("==== {}\n{told}\n", case.title);
            }
        }
        for (place, diffs) in by_rule {
            insta::assert_snapshot!(format!("fixes_{}", place.replace(['/', '-'], "_")), diffs);
        }
    }
}

fn arguments(case: &Case) -> Vec<String> {
    let args = fs::read_to_string(case.dir.join("maplint.args")).unwrap_or_default();
    args.lines().filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

/// What `judge` says of the case with all its safe fixes, or all fixes, and did not say before, and where a second run
/// finds more.
fn fixed(case: &Case, judge: &dyn Fn(&Path) -> String) -> Vec<String> {
    let args = arguments(case);
    let folder = TempDir::new().expect("a folder can be made");
    copy_folder(&case.dir, folder.path());
    let mut before = sources(folder.path());
    let mut complaints = Vec::new();
    for more in [&[][..], &["--unsafe-fixes"]] {
        let fix = || output(maplint_in(folder.path()).args(["--quiet", "--select", "all", "--exit-zero", "--fix"]).args(more).args(&args));
        fix();
        let once = sources(folder.path());
        if once == before {
            continue;
        }
        fix();
        if sources(folder.path()) != once {
            complaints.push(format!("a second run with {more:?} changes more"));
        }
        before = sources(folder.path());
        let unfixed = TempDir::new().expect("a folder can be made");
        copy_folder(&case.dir, unfixed.path());
        let (old, new) = (judge(unfixed.path()), judge(folder.path()));
        if new != old {
            complaints.push(format!("with its fixes {more:?}:\n{new}\nbefore:\n{old}"));
        }
    }
    complaints
}

fn sources(folder: &Path) -> BTreeMap<String, String> {
    let files = walkdir::WalkDir::new(folder).into_iter().flatten().filter(|entry| entry.file_type().is_file());
    files.map(|entry| (cases::relative(folder, entry.path()), fs::read_to_string(entry.path()).unwrap_or_default())).collect()
}

fn maplint_in(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_maplint"));
    command.env("MAPLINT_NO_CACHE", "1");
    command.current_dir(folder);
    command
}

/// All that a command says.
fn output(command: &mut Command) -> String {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

fn is_there(program: &str, arg: &str) -> bool {
    Command::new(program).arg(arg).output().is_ok()
}
