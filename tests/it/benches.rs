//! The benchmarks measure what they say, and their commands are as documents write them. Nothing is timed here.

#[path = "../../benches/trees/arguments.rs"]
mod arguments;
#[path = "../../benches/trees/edit.rs"]
mod edit;
#[path = "../../benches/trees/floor.rs"]
mod floor;
#[path = "../../benches/trees/part.rs"]
#[expect(dead_code, reason = "the report alone asks which part it is")]
mod part;
#[path = "../../benches/stages/program.rs"]
mod program;
#[path = "../../benches/trees/table.rs"]
mod table;

use crate::support::{files_below, maplint, read, root, words};
use arguments::{Arguments, Task};
use clap::Parser;
use edit::{Edit, Edited};
use maplint::source::{self, Options};
use std::collections::BTreeSet;
use std::io::Write;
use std::num::NonZeroUsize;
use std::path::Path;
use std::process::{Command, Output};
use table::{Ratios, megabytes, table};
use tempfile::TempDir;

/// The program that the stages are timed on.
fn written_program() -> TempDir {
    let folder = tempfile::tempdir().expect("there is a folder for temporary files");
    program::write(folder.path()).expect("the program can be written");
    folder
}

#[test]
fn the_program_gives_each_stage_work() {
    let folder = written_program();
    let output = maplint()
        .args(["--format", "concise", "--min-confidence", "possible"])
        .current_dir(folder.path())
        .output()
        .expect("maplint can be run");
    assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stderr));
    let findings = String::from_utf8_lossy(&output.stdout);
    let has = |file: &str, rule: &str| findings.lines().any(|line| line.contains(file) && line.contains(rule));
    assert!(has("part1/part.go", "[unguarded-map-write]"), "{findings}");
    assert!(has("src/part1.rs", "[split-check-then-act]"), "{findings}");
    assert!(!findings.contains("[unparsed-file]"), "{findings}");
}

#[test]
fn the_floor_parses_what_maplint_reads() {
    let folder = written_program();
    let shown = maplint().args(["--show-files", "./..."]).current_dir(folder.path()).output().expect("maplint can be run");
    let shown = String::from_utf8_lossy(&shown.stdout).lines().count();
    let parsed = floor::floor(folder.path(), NonZeroUsize::MIN).expect("a thread can be started");
    assert_eq!(parsed, shown);
    assert_eq!(parsed, files_of(folder.path()).len());
}

/// The files that are read in a folder, as shown.
fn files_of(folder: &Path) -> BTreeSet<String> {
    source::discover(&[], folder, &Options::default()).files.into_iter().map(|file| file.display).collect()
}

#[test]
fn parts_are_trees_and_nested() {
    let folder = written_program();
    let tree = folder.path().canonicalize().expect("the folder is there");
    let project = source::discover(&[], &tree, &Options::default());
    let parts = [1, 2, 4, 8].map(|eighths| part::part(&project, &tree, eighths).expect("the part can be copied"));
    let files = parts.each_ref().map(|part| files_of(part.folder.path()));
    for (part, files) in parts.iter().zip(&files) {
        assert_eq!(part.extent.files, files.len());
        assert!(part.folder.path().join("go.mod").is_file());
    }
    assert!(files.windows(2).all(|pair| pair[0].is_subset(&pair[1]) && pair[0].len() < pair[1].len()), "{files:?}");
    assert!(!files[0].is_empty());
    assert_eq!(files[3], files_of(&tree));
}

#[test]
fn a_file_is_edited_and_restored() {
    let folder = written_program();
    let texts = || {
        files_of(folder.path()).into_iter().map(|file| std::fs::read_to_string(folder.path().join(file)).expect("read")).collect::<Vec<_>>()
    };
    let tree = folder.path().canonicalize().expect("the folder is there");
    let before = texts();
    let file = Edited::of(&tree).expect("it has a function");
    for edit in Edit::ALL {
        file.make(edit).expect("written");
        let now = texts();
        let changed: Vec<(&String, &String)> = before.iter().zip(&now).filter(|(before, now)| before != now).collect();
        assert!(
            matches!(changed[..], [(before, now)] if now.lines().count() == before.lines().count() + 1),
            "{}: {changed:?}",
            edit.name()
        );
    }
    file.restore().expect("written");
    assert_eq!(texts(), before);
}

#[test]
fn ratios_have_their_median_and_range() {
    assert_eq!(Ratios::of([1.5, 1.1, 1.2]).to_string(), "1.20 (1.10 to 1.50)");
    assert_eq!(Ratios::of([1.0, 2.0]).to_string(), "1.50 (1.00 to 2.00)");
    assert_eq!(Ratios::of([12.4, 10.6, 99.0]).to_string(), "12.4 (10.6 to 99.0)");
    assert_eq!(Ratios::of([230.7, 190.2, 270.1]).to_string(), "231 (190 to 270)");
    assert_eq!(Ratios::of([1.0]).to_string(), "1.00");
    assert_eq!(megabytes(1_250_000), "1.2");
    let rows = [["floor".to_owned(), "1.00".to_owned()], ["go vet".to_owned(), "75".to_owned()]];
    assert_eq!(table(["", "wall"], &rows), "|        | wall |\n|--------|-----:|\n| floor  | 1.00 |\n| go vet |   75 |\n");
}

#[test]
fn documented_benchmarks_have_arguments_that_there_are() {
    let text = read("CONTRIBUTING.md");
    let commands: Vec<_> = text.lines().filter_map(|line| line.strip_prefix("$ cargo bench --bench ")).collect();
    assert!(commands.iter().any(|command| command.starts_with("stages")));
    let of_trees: Vec<_> = commands.iter().filter_map(|command| command.strip_prefix("trees -- ")).collect();
    let tasks: Vec<_> = of_trees.iter().map(|arguments| parsed(arguments)).collect();
    assert!(tasks.iter().any(|task| matches!(task, Task::Compare(_))) && tasks.iter().any(|task| matches!(task, Task::Growth(_))));
}

fn parsed(written: &str) -> Task {
    // Cargo adds `--bench`.
    let arguments = ["trees"].into_iter().chain(words(written)).chain(["--bench"]);
    let arguments = Arguments::try_parse_from(arguments).unwrap_or_else(|error| panic!("{written}: {error}"));
    arguments.task.expect("a task is named")
}

/// Runs the script that builds with profiles.
fn pgo(arguments: &[&str], path: &str) -> Output {
    Command::new("/bin/bash").arg(root().join("scripts/pgo.sh")).args(arguments).env("PATH", path).output().expect("there is a shell")
}

#[cfg(unix)]
#[test]
fn the_script_says_what_it_lacks_before_it_builds() {
    let path = std::env::var("PATH").unwrap_or_default();
    let help = pgo(&["--help"], &path);
    assert!(help.status.success() && String::from_utf8_lossy(&help.stdout).starts_with("Usage: scripts/pgo.sh"));
    let refused = |arguments: &[&str], path: &str| {
        let output = pgo(arguments, path);
        (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    assert_eq!(refused(&["--fast"], &path), (Some(2), "error: unknown option --fast; see --help\n".to_owned()));
    assert_eq!(refused(&["no-such-folder"], &path), (Some(2), "error: no-such-folder is not a folder\n".to_owned()));
    // A path with what the script needs of the system, and no compiler.
    let empty = tempfile::tempdir().expect("there is a folder for temporary files");
    std::os::unix::fs::symlink(which("dirname", &path), empty.path().join("dirname")).expect("the folder can be written");
    assert_eq!(refused(&[], &empty.path().to_string_lossy()), (Some(2), "error: cargo is not on the path\n".to_owned()));
}

#[cfg(unix)]
fn which(program: &str, path: &str) -> std::path::PathBuf {
    let found = std::env::split_paths(path).map(|folder| folder.join(program)).find(|found| found.is_file());
    found.unwrap_or_else(|| panic!("{program} is not on the path"))
}

#[test]
fn scripts_pass_shellcheck() {
    let scripts = files_below("scripts", ".sh");
    assert!(!scripts.is_empty());
    match Command::new("shellcheck").args(scripts).current_dir(root()).output() {
        Ok(output) => assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout)),
        // Past the test runner, which would keep it.
        Err(_) => _ = writeln!(std::io::stderr(), "skipped: scripts are not checked: there is no shellcheck"),
    }
}
