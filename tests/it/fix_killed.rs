//! `--fix` that is killed while it writes: each file is as it was, or as it was to be, whole.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

const FILES: usize = 48;
/// So large that a file is not written at a stroke.
const COMMENT_LINES: usize = 600;
const KILLS: usize = 30;
/// How long a run may take until it writes what it is to be killed at.
const PATIENCE: Duration = Duration::from_secs(60);

const OLD: &str = "make(map[string]int)";
const NEW: &str = "make(map[string]int, len(names))";

/// The files of a package, each of which has one fix, as they are before it.
fn package() -> BTreeMap<PathBuf, String> {
    let comment = "// Words that stand here so that the file takes some time to be written.\n".repeat(COMMENT_LINES);
    let file = |number: usize| {
        let text = format!(
            "package a\n\n{comment}\nfunc of{number}(names []string) map[string]int {{\n\tplaces := {OLD}\n\tfor at, name := range names {{\n\
             \t\tplaces[name] = at\n\t}}\n\treturn places\n}}\n"
        );
        (PathBuf::from(format!("f{number:02}.go")), text)
    };
    (0..FILES).map(file).collect()
}

/// Starts `maplint --fix` in the folder and kills it once the file `last` has changed and `after` has passed.
fn fix_until(folder: &Path, last: &Path, old: &str, after: Duration) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_maplint"));
    command.env("MAPLINT_NO_CACHE", "1");
    let command = command.current_dir(folder).args(["--no-config", "--fix", "--quiet"]).stdout(Stdio::null()).stderr(Stdio::null());
    let mut run = command.spawn().expect("maplint starts");
    let started = Instant::now();
    let is_old = || fs::metadata(folder.join(last)).is_ok_and(|metadata| metadata.len() == old.len() as u64);
    while is_old() && started.elapsed() < PATIENCE && run.try_wait().expect("the run can be asked").is_none() {
        std::hint::spin_loop();
    }
    std::thread::sleep(after);
    // It may be done already.
    let _ = run.kill();
    run.wait().expect("the run ends");
}

#[test]
fn a_run_that_is_killed_leaves_whole_files() {
    let package = package();
    let names: Vec<&PathBuf> = package.keys().collect();
    let mut random = 0x9e37_79b9_7f4a_7c15_u64;
    let mut next = |below: u64| {
        // xorshift64: the same run each time.
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        random % below
    };
    let mut halfway = 0;
    for _ in 0..KILLS {
        let folder = TempDir::new().expect("a folder can be made");
        fs::write(folder.path().join("go.mod"), "module example.com/a\n\ngo 1.22\n").expect("written");
        for (name, text) in &package {
            fs::write(folder.path().join(name), text).expect("written");
        }
        let last = names[usize::try_from(next(FILES as u64 - 8)).expect("an index")];
        fix_until(folder.path(), last, &package[last], Duration::from_micros(next(2_000)));
        let mut fixed = 0;
        for (name, old) in &package {
            let text = fs::read_to_string(folder.path().join(name)).expect("the file is there");
            let is_new = text == old.replace(OLD, NEW);
            assert!(is_new || text == *old, "{}: neither old nor new, {} bytes of {}", name.display(), text.len(), old.len());
            fixed += usize::from(is_new);
        }
        halfway += usize::from(fixed > 0 && fixed < FILES);
        // What was being written beside its file may be left, under a name that no tool takes for source.
        for entry in fs::read_dir(folder.path()).expect("the folder can be read") {
            let name = PathBuf::from(entry.expect("the folder can be read").file_name());
            let is_ours = package.contains_key(&name) || name == Path::new("go.mod");
            assert!(is_ours || name.to_string_lossy().starts_with(".tmp"), "{}", name.display());
        }
    }
    assert!(halfway >= KILLS / 3, "only {halfway} of {KILLS} runs were killed while they wrote");
}
