//! Runs that are killed while they write: each file is as it was, or as it was to be, whole, and the next run takes away what lies
//! about. `scripts/kills.py` does this with as many as one likes.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

const FILES: usize = 48;
/// So large that a file is not written at a stroke.
const COMMENT_LINES: usize = 600;
const KILLS: usize = 20;
/// How long a run may take until it writes what it is to be killed at.
const PATIENCE: Duration = Duration::from_secs(60);

const OLD: &str = "make(map[string]int)";
const NEW: &str = "make(map[string]int, len(names))";

/// The same numbers each time: xorshift64.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % bound
    }
}

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

fn write(folder: &Path, package: &BTreeMap<PathBuf, String>) {
    fs::write(folder.join("go.mod"), "module example.com/a\n\ngo 1.22\n").expect("written");
    for (name, text) in package {
        fs::write(folder.join(name), text).expect("written");
    }
}

fn maplint(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_maplint"));
    command.env_remove("MAPLINT_NO_CACHE").env_remove("MAPLINT_CACHE_DIR").current_dir(folder);
    command.args(["check", "--no-config", "--exit-zero"]).args(arguments);
    command
}

/// What a run writes that ends by itself.
fn output(folder: &Path, arguments: &[&str]) -> String {
    let output = maplint(folder, arguments).output().expect("maplint runs");
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && !told.contains("damaged"), "{told}");
    String::from_utf8(output.stdout).expect("output is UTF-8")
}

/// Starts a run and kills it once `is_writing` and some time has passed.
fn kill(mut command: Command, is_writing: impl Fn() -> bool, after: Duration) {
    let mut run = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("maplint starts");
    let started = Instant::now();
    while !is_writing() && started.elapsed() < PATIENCE && run.try_wait().expect("the run can be asked").is_none() {
        std::hint::spin_loop();
    }
    std::thread::sleep(after);
    // It may be done already.
    let _ = run.kill();
    run.wait().expect("the run ends");
}

/// What is in a folder, which need not be there.
fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten();
    entries.map(|entry| entry.expect("the folder can be read").file_name().to_string_lossy().into_owned()).collect()
}

#[test]
fn fixes_that_are_killed_leave_whole_files() {
    const FIX: [&str; 3] = ["--no-cache", "--fix", "--quiet"];
    let package = package();
    let files: Vec<&PathBuf> = package.keys().collect();
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    let mut halfway = 0;
    for _ in 0..KILLS {
        let folder = TempDir::new().expect("a folder can be made");
        write(folder.path(), &package);
        let last = files[usize::try_from(random.below(FILES as u64 - 8)).expect("an index")];
        let is_new = || fs::metadata(folder.path().join(last)).is_ok_and(|metadata| metadata.len() != package[last].len() as u64);
        kill(maplint(folder.path(), &FIX), is_new, Duration::from_micros(random.below(2_000)));
        let mut fixed = 0;
        for (name, old) in &package {
            let text = fs::read_to_string(folder.path().join(name)).expect("the file is there");
            let is_new = text == old.replace(OLD, NEW);
            assert!(is_new || text == *old, "{}: neither old nor new, {} bytes of {}", name.display(), text.len(), old.len());
            fixed += usize::from(is_new);
        }
        halfway += usize::from(fixed > 0 && fixed < FILES);
        // What was being written beside its file may be left, under a name that no tool takes for source.
        for name in names(folder.path()) {
            let is_there = package.contains_key(Path::new(&name)) || name == "go.mod";
            assert!(is_there || name.starts_with(".maplint-") && name.ends_with(".part"), "{name}");
        }
        if (1..FILES).contains(&fixed) {
            output(folder.path(), &FIX);
            assert_eq!(names(folder.path()).len(), FILES + 1, "{:?}", names(folder.path()));
        }
    }
    assert!(halfway >= KILLS / 3, "only {halfway} of {KILLS} runs were killed while they wrote");
}

#[test]
fn what_a_killed_run_kept_changes_nothing() {
    let (folder, cache) = (TempDir::new().expect("a folder can be made"), TempDir::new().expect("a folder can be made"));
    let package = package();
    write(folder.path(), &package);
    let cached = ["--verbose", "--format", "concise", "--cache-dir", cache.path().to_str().expect("the path is text")];
    let plain = output(folder.path(), &["--no-cache", "--format", "concise"]);
    let without_time =
        |text: String| text.lines().filter(|line| line.contains("unsized-map")).map(|line| format!("{line}\n")).collect::<String>();
    let plain = without_time(plain);
    assert_eq!(plain.lines().count(), FILES);
    output(folder.path(), &cached);
    let whole = names(cache.path()).len();
    let mut random = Random(0x2545_f491_4f6c_dd1d);
    let mut halfway = 0;
    for _ in 0..KILLS {
        names(cache.path()).iter().for_each(|name| fs::remove_file(cache.path().join(name)).expect("it is there"));
        kill(maplint(folder.path(), &cached), || !names(cache.path()).is_empty(), Duration::from_micros(random.below(1_500)));
        let kept = names(cache.path());
        halfway += usize::from(kept.len() < whole || kept.iter().any(|name| name.ends_with(".part")));
        for _ in 0..2 {
            assert_eq!(without_time(output(folder.path(), &cached)), plain);
        }
    }
    assert!(halfway > 0, "no run was killed while it wrote");
}
