//! Trees that somebody made to break the tool, each beside a module and a crate with one finding each. Every run ends within
//! the time and the memory that its tree is given, tells what it could not read, and finds beside it
//! what it finds without it.
//!
//! `MAPLINT_HOSTILE=PART_OF_A_NAME cargo test --test it hostile:: -- --include-ignored --nocapture` runs some of them; the
//! table of what each took is printed.

mod bytes;
mod changing;
mod nesting;
mod places;
mod size;
mod types;

use serde_json::Value;
use std::fmt::Write as _;
use std::fs::{self, File};
use std::os::unix::fs::MetadataExt as _;
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;
use wait4::Wait4;

/// A module and a crate with a race each.
const BESIDE: &str = "\
//- beside/go.mod
module example.com/beside

go 1.22
//- beside/counts.go
package beside

func count() {
	counts := map[string]int{}
	go func() { counts[\"a\"]++ }()
	counts[\"b\"]++
}
//- beside_it/Cargo.toml
[package]
name = \"beside_it\"
version = \"0.0.0\"
edition = \"2024\"
//- beside_it/src/lib.rs
use std::collections::HashMap;
use std::sync::Mutex;

pub fn again(names: &Mutex<HashMap<u64, u64>>) {
    let held = names.lock().unwrap();
    names.lock().unwrap().insert(1, held.len() as u64);
}
";

/// What is found in it.
const FOUND_BESIDE: [&str; 2] = ["beside/counts.go:5 unguarded-map-write", "beside_it/src/lib.rs:6 map-guard-reentry"];

/// A tree, and what a run over it may take.
struct Tree {
    name: String,
    /// Files by path; of its own package each, unless it has a manifest.
    files: Vec<(String, Vec<u8>)>,
    /// What is told of one of its files: part of a finding or of a problem; nothing where it is empty.
    told: &'static str,
    limits: Limits,
}

#[derive(Clone, Copy)]
struct Limits {
    /// Wall time: many times what it takes, for a busy machine and a build that is not optimised.
    seconds: u64,
    /// Resident memory.
    megabytes: u64,
}

/// Where nothing is optimised, numbers are a hundredth: it is the growth that breaks.
const SHARE: usize = if cfg!(debug_assertions) { 100 } else { 1 };

const SMALL: Limits = Limits { seconds: 60, megabytes: 400 };

impl Tree {
    /// One Go file.
    fn go(name: &str, text: impl Into<Vec<u8>>) -> Tree {
        Tree::of(name, vec![("hostile/go.mod", b"module example.com/hostile\n\ngo 1.22\n".to_vec()), ("hostile/hostile.go", text.into())])
    }

    /// One Rust file.
    fn rust(name: &str, text: impl Into<Vec<u8>>) -> Tree {
        let manifest = b"[package]\nname = \"hostile\"\nversion = \"0.0.0\"\nedition = \"2024\"\n".to_vec();
        Tree::of(name, vec![("hostile/Cargo.toml", manifest), ("hostile/src/lib.rs", text.into())])
    }

    fn of(name: &str, files: Vec<(&str, Vec<u8>)>) -> Tree {
        let files = files.into_iter().map(|(path, bytes)| (path.to_owned(), bytes)).collect();
        Tree { name: name.to_owned(), files, told: "", limits: SMALL }
    }

    fn tells(self, told: &'static str) -> Tree {
        Tree { told, ..self }
    }
}

/// What a run gave and took.
struct Ended {
    code: Option<i32>,
    stdout: Vec<u8>,
    stderr: String,
    wall: Duration,
    /// Resident, at most.
    megabytes: u64,
}

/// Runs every tree in a folder of its own.
fn run(trees: impl IntoIterator<Item = Tree>) {
    let wanted = std::env::var("MAPLINT_HOSTILE").unwrap_or_default();
    let mut faults = Vec::new();
    for Tree { name, files, told, limits } in trees.into_iter().filter(|tree| tree.name.contains(&wanted)) {
        let folder = TempDir::new().expect("a folder can be made");
        // Each text is gone before the run: what it takes is measured from what this process has.
        for (path, bytes) in files {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().expect("in the folder")).expect("the folder can be made");
            fs::write(path, bytes).expect("the file can be written");
        }
        faults.extend(check(&name, folder.path(), told, limits));
    }
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

/// Runs maplint in a folder that holds something hostile, and says what is wrong with what comes out.
#[expect(clippy::print_stdout, reason = "what each tree takes, for those who ask with --nocapture")]
fn check(name: &str, folder: &Path, told: &str, limits: Limits) -> Option<String> {
    crate::support::write_tree(folder, BESIDE);
    let ended = maplint_within(folder, &["--no-config", "--format", "json", "./..."], limits);
    let mut fault = String::new();
    let report: Value = serde_json::from_slice(&ended.stdout).unwrap_or_default();
    let findings = report["findings"].as_array().map(Vec::as_slice).unwrap_or_default();
    let errors = report["errors"].as_array().map(Vec::as_slice).unwrap_or_default();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let line = |value: &Value| format!("{}:{} {}", text(&value["file"]), value["line"], text(&value["rule"]));
    let beside: Vec<String> = findings.iter().map(line).filter(|line| line.starts_with("beside")).collect();
    if beside != FOUND_BESIDE {
        let _ = write!(fault, "beside it is found {beside:?}; ");
    }
    let is_hostile = |value: &&Value| !text(&value["file"]).starts_with("beside");
    let messages: Vec<String> = findings.iter().chain(errors).filter(is_hostile).map(|value| text(&value["message"])).collect();
    if !told.is_empty() && !messages.iter().any(|message| message.contains(told)) {
        let _ = write!(fault, "nothing tells that it is {told:?}; ");
    }
    if messages.iter().any(|message| message.contains("please report it")) || !matches!(ended.code, Some(1 | 2)) {
        let _ = write!(fault, "it failed; ");
    }
    if ended.megabytes > limits.megabytes {
        let _ = write!(fault, "it took too much memory; ");
    }
    let shown: String = messages.join("; ").chars().take(160).collect();
    let stderr: String = ended.stderr.chars().take(400).collect();
    println!(
        "{name:40} {:7.2} s {:6} MB  exit {:?}, {} told: {shown}",
        ended.wall.as_secs_f64(),
        ended.megabytes,
        ended.code,
        messages.len()
    );
    let Ended { code, wall, megabytes, .. } = &ended;
    (!fault.is_empty()).then(|| format!("{name}: {fault}exit {code:?} after {wall:.1?} with {megabytes} MB: {shown}\n{stderr}"))
}

/// Runs maplint in a folder; it is killed when its time is up, and gets no more memory than it may have.
fn maplint_within(folder: &Path, arguments: &[&str], limits: Limits) -> Ended {
    let out = TempDir::new().expect("a folder can be made");
    let file = |name: &str| File::create(out.path().join(name)).expect("the file can be made");
    // Virtual memory: also the stacks of the threads, and what the allocator puts aside.
    let kilobytes = (limits.megabytes + 4096) << 10;
    let mut command = Command::new("timeout");
    command.args(["--signal=KILL", &limits.seconds.to_string(), "sh", "-c", &format!("ulimit -v {kilobytes}; exec \"$@\""), "sh"]);
    command.arg(env!("CARGO_BIN_EXE_maplint")).args(arguments).args(["--threads", "2"]).current_dir(folder);
    command.env("MAPLINT_NO_CACHE", "1").env_remove("NO_COLOR").stdin(Stdio::null()).stdout(file("stdout")).stderr(file("stderr"));
    // A new process of another user is forked, not spawned: so its peak is not that of this one.
    command.uid(fs::metadata(folder).expect("the folder is there").uid());
    let start = Instant::now();
    let mut child = command.spawn().expect("the program starts");
    let ended = child.wait4().expect("the program ends");
    Ended {
        code: ended.status.code(),
        stdout: fs::read(out.path().join("stdout")).expect("the output is there"),
        stderr: String::from_utf8_lossy(&fs::read(out.path().join("stderr")).expect("the output is there")).into_owned(),
        wall: start.elapsed(),
        megabytes: ended.rusage.maxrss >> 20,
    }
}
