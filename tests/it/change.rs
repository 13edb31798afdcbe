//! `--since`, `--staged` and `--stdin-filename` in repositories made for the purpose. Skipped with a line
//! on stderr where git is not on the machine.

use crate::support::{maplint, write_tree};
use std::io::Write;
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;

/// A counter whose methods hold its lock, and a program in another package that uses it from two
/// goroutines; a nil map that is written since ever; a Rust crate.
const PROJECT: &str = "//- go.mod
module example.com/shop

go 1.22
//- count/count.go
package count

import \"sync\"

type Counter struct {
	mu sync.Mutex
	n  map[string]int
}

func New() *Counter { return &Counter{n: map[string]int{}} }

func (c *Counter) Add(page string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.n[page]++
}

func (c *Counter) Forget(page string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.n, page)
}
//- main.go
package main

import \"example.com/shop/count\"

func main() {
	c := count.New()
	go c.Add(\"/\")
	c.Forget(\"/\")
}
//- old/old.go
package old

func Old(k string) {
	var n map[string]int
	n[k] = 1
}
//- crates/Cargo.toml
[package]
name = \"crates\"
version = \"0.0.0\"
edition = \"2024\"
//- crates/src/lib.rs
pub fn quiet() {}
//- README.md
Nothing to lint.
";

const LOCKED: &str = "\tc.mu.Lock()\n\tdefer c.mu.Unlock()\n\tdelete(c.n, page)";
const RACY: &str = "\tdelete(c.n, page)";

struct Repository {
    folder: TempDir,
}

impl Repository {
    /// The project, committed; `None` where there is no git.
    fn new() -> Option<Repository> {
        if !Command::new("git").arg("--version").output().is_ok_and(|output| output.status.success()) {
            // Past the test runner, which shows what a passing test prints to nobody.
            let _ = writeln!(std::io::stderr(), "skipped: no changes are tried: there is no git");
            return None;
        }
        let repository = Repository { folder: TempDir::new().expect("a folder can be made") };
        write_tree(repository.path(), PROJECT);
        repository.git(&["init", "-q"]);
        repository.commit();
        Some(repository)
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn git(&self, arguments: &[&str]) {
        let identity = ["-c", "user.name=a", "-c", "user.email=a@b", "-c", "commit.gpgsign=false", "-c", "core.hooksPath=/dev/null"];
        let mut command = Command::new("git");
        for name in GIT {
            command.env_remove(name);
        }
        let output = command.args(identity).args(arguments).env("GIT_CONFIG_GLOBAL", "/dev/null").current_dir(self.path()).output();
        let output = output.expect("git starts");
        assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    }

    fn commit(&self) {
        self.git(&["add", "-A"]);
        self.git(&["commit", "-q", "--allow-empty", "-m", "change"]);
    }

    fn write(&self, file: &str, text: &str) {
        let file = self.path().join(file);
        std::fs::create_dir_all(file.parent().expect("in the folder")).expect("the folder can be made");
        std::fs::write(file, text).expect("the file can be written");
    }

    fn change(&self, file: &str, from: &str, to: &str) {
        let text = std::fs::read_to_string(self.path().join(file)).expect("the file can be read");
        assert!(text.contains(from), "{file} has no {from}");
        self.write(file, &text.replacen(from, to, 1));
    }

    /// What is shown, as `file:line rule`, and the exit code.
    #[track_caller]
    fn shows(&self, args: &[&str], expected: &[&str]) {
        self.shows_from("", args, expected);
    }

    #[track_caller]
    fn shows_from(&self, folder: &str, args: &[&str], expected: &[&str]) {
        let mut command = maplint();
        for name in GIT {
            command.env_remove(name);
        }
        let assert = command.current_dir(self.path().join(folder)).args(["--format", "concise"]).args(args).assert();
        let text = String::from_utf8_lossy(&assert.get_output().stdout).into_owned();
        let found: Vec<String> = text.lines().map(short).collect();
        assert_eq!(found, expected, "{args:?}: {text}{}", String::from_utf8_lossy(&assert.get_output().stderr));
        assert_eq!(assert.get_output().status.code(), Some(i32::from(!expected.is_empty())), "{args:?}");
    }

    #[track_caller]
    fn refuses(&self, args: &[&str], expected: &str) {
        refuses(self.path(), args, expected);
    }
}

/// The repository that the tests themselves may be run in, as a hook of which they may be.
const GIT: [&str; 4] = ["GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE", "GIT_PREFIX"];

/// `a.go:3:2: error[rule] message` in short.
fn short(line: &str) -> String {
    let mut parts = line.splitn(3, ':');
    let (file, number) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    format!("{file}:{number} {}", line.split(['[', ']']).nth(1).unwrap_or_default())
}

#[track_caller]
fn refuses(folder: &Path, args: &[&str], expected: &str) {
    let assert =
        maplint().current_dir(folder).args(args).env("GIT_CEILING_DIRECTORIES", folder.parent().unwrap_or(folder)).assert().code(2);
    let told = String::from_utf8_lossy(&assert.get_output().stderr).into_owned();
    assert!(told.contains(expected), "{args:?}: {told}");
}

const RACE: &str = "count/count.go:19 unguarded-map-write";

#[test]
fn since_shows_what_the_change_caused_wherever_it_stands() {
    let Some(repository) = Repository::new() else { return };
    repository.shows(&["--since", "HEAD"], &[]);
    repository.shows(&["--since", "HEAD", "old/old.go"], &[]);
    repository.change("count/count.go", LOCKED, RACY);
    repository.shows(&["--since", "HEAD"], &[RACE]);
    repository.shows(&["--since", "HEAD", "./count/..."], &[RACE]);
    repository.shows(&["--since", "HEAD", "./old/..."], &[]);
    repository.shows(&["--since", "HEAD", "README.md"], &[]);
    // A named file stands for its module.
    repository.shows(&["--since", "HEAD", "main.go"], &[RACE]);
    repository.shows_from("old", &["--since", "HEAD", "old.go"], &["../count/count.go:19 unguarded-map-write"]);
    repository.commit();
    repository.shows(&["--since", "HEAD"], &[]);
    repository.shows(&["--since", "HEAD~1"], &[RACE]);
    // The fix, against the tree before it.
    repository.change("count/count.go", RACY, LOCKED);
    repository.shows(&["--since", "HEAD"], &[]);
}

#[test]
fn a_change_in_one_file_can_cause_a_race_in_another() {
    let Some(repository) = Repository::new() else { return };
    repository.change("main.go", "\tgo c.Add(\"/\")\n", "");
    repository.change("count/count.go", LOCKED, RACY);
    repository.commit();
    repository.shows(&["--ignore", "nil-map-write"], &[]);
    repository.change("main.go", "\tc.Forget(\"/\")", "\tgo c.Add(\"/\")\n\tc.Forget(\"/\")");
    repository.shows(&["--since", "HEAD"], &[RACE]);
    repository.shows(&["--since", "HEAD", "main.go"], &[RACE]);
    repository.git(&["add", "-A"]);
    repository.shows(&["--staged", "main.go"], &[RACE]);
    repository.shows(&["main.go"], &[]);
}

#[test]
fn lines_and_files_that_move_are_not_new() {
    let Some(repository) = Repository::new() else { return };
    repository.write("old/new.go", "package old\n\nvar first = 1\n\nfunc Old(k string) {\n\tvar n map[string]int\n\n\tn[k] = 1\n}\n");
    std::fs::remove_file(repository.path().join("old/old.go")).expect("the file can be removed");
    repository.shows(&["--since", "HEAD"], &[]);
    repository.shows(&["--since", "HEAD", "old/old.go", "old/new.go"], &[]);
    repository.write("old/new.go", "package old\n\nfunc Old(k string) {\n\tvar n map[string]int\n\tn[k] = 0\n\tn[k] = 1\n\tn[k] = 2\n}\n");
    repository.shows(&["--since", "HEAD"], &["old/new.go:5 nil-map-write", "old/new.go:7 nil-map-write"]);
}

#[test]
fn staged_reads_the_index_alone() {
    let Some(repository) = Repository::new() else { return };
    repository.change("count/count.go", LOCKED, RACY);
    repository.shows(&["--staged"], &[]);
    repository.shows(&["--staged", "count/count.go"], &[]);
    repository.git(&["add", "-A"]);
    repository.change("count/count.go", RACY, LOCKED);
    repository.shows(&["--staged"], &[RACE]);
    repository.shows(&["--staged", "README.md"], &[]);
    repository.shows(&["--staged", "README.md", "crates/src/lib.rs", "main.go"], &[RACE]);
    repository.shows(&["--since", "HEAD"], &[]);
    // Of a file that is named all is shown, also what is old.
    repository.shows(&["--staged", "old/old.go"], &[RACE, "old/old.go:5 nil-map-write"]);
    repository.shows(&["--staged", "--since", "HEAD", "old/old.go"], &[RACE]);
}

#[test]
fn deleted_and_unknown_files_are_as_git_has_them() {
    let Some(repository) = Repository::new() else { return };
    // Deleted in the working tree alone: the next commit has it.
    std::fs::remove_file(repository.path().join("count/count.go")).expect("the file can be removed");
    repository.shows(&["--staged", "count/count.go"], &[]);
    repository.git(&["checkout", "-q", "count/count.go"]);
    repository.change("count/count.go", LOCKED, RACY);
    repository.git(&["rm", "-q", "--cached", "old/old.go"]);
    std::fs::remove_file(repository.path().join("old/old.go")).expect("the file can be removed");
    repository.git(&["add", "count"]);
    repository.shows(&["--staged", "old/old.go"], &[RACE]);
    repository.git(&["reset", "-q", "--hard"]);
    // What git does not know is in no commit, but part of what is new in the working tree.
    repository.write("count/more.go", "package count\n\nfunc (c *Counter) Reset() {\n\tclear(c.n)\n}\n");
    repository.change("main.go", "\tc.Forget(\"/\")", "\tc.Forget(\"/\")\n\tc.Reset()");
    repository.shows(&["--staged"], &[]);
    repository.shows(&["--since", "HEAD"], &["count/more.go:4 unguarded-map-write"]);
    repository.shows(&["--since", "HEAD", "count/more.go"], &["count/more.go:4 unguarded-map-write"]);
    repository.git(&["add", "-N", "count/more.go"]);
    repository.shows(&["--staged"], &[]);
}

#[test]
fn ignored_files_are_around_every_tree() {
    let Some(repository) = Repository::new() else { return };
    repository.write(".gitignore", "made/\n");
    repository.write("made/made.go", "package made\n\nimport \"example.com/shop/count\"\n\nvar Counters = map[string]*count.Counter{}\n");
    repository.commit();
    repository.write("main.go", "package main\n\nimport \"example.com/shop/made\"\n\nfunc main() {\n\tgo func() { made.Counters[\"a\"] = nil }()\n\tmade.Counters[\"b\"] = nil\n}\n");
    repository.shows(&["--since", "HEAD", "--select", "race"], &["main.go:6 unguarded-map-write"]);
}

#[test]
fn the_first_commit_is_all_new() {
    let Some(repository) = Repository::new() else { return };
    std::fs::remove_dir_all(repository.path().join(".git")).expect("the folder can be removed");
    repository.git(&["init", "-q"]);
    repository.shows(&["--staged"], &[]);
    repository.git(&["add", "-A"]);
    repository.shows(&["--staged"], &["old/old.go:5 nil-map-write"]);
    repository.refuses(&["--since", "HEAD"], "`--since` cannot be done: git knows no revision `HEAD`");
}

#[test]
fn a_baseline_counts_in_both_trees() {
    let Some(repository) = Repository::new() else { return };
    repository.shows(&["--write-baseline"], &[]);
    repository.shows(&["--since", "HEAD", "--baseline", ".maplint-baseline.json"], &[]);
    repository.change("old/old.go", "\tn[k] = 1\n", "\tn[k] = 1\n\tn[k] = 2\n");
    repository.shows(&["--since", "HEAD", "--baseline", ".maplint-baseline.json"], &["old/old.go:6 nil-map-write"]);
}

#[test]
fn what_git_cannot_tell_is_refused() {
    let Some(repository) = Repository::new() else { return };
    repository.refuses(&["--since", "no-such-branch"], "`--since` cannot be done: git knows no revision `no-such-branch`");
    repository.refuses(&["--since", "HEAD:README.md"], "git knows no revision `HEAD:README.md`");
    repository.refuses(&["--since", "HEAD", "missing.go"], "missing.go: no such file or folder");
    repository.refuses(&["--staged", "--write-baseline"], "cannot be used with");
    let outside = TempDir::new().expect("a folder can be made");
    refuses(outside.path(), &["--staged"], "`--staged` cannot be done: not in the working tree of a git repository");
    let assert = maplint().current_dir(repository.path()).args(["--staged"]).env("PATH", "").assert().code(2);
    let told = String::from_utf8_lossy(&assert.get_output().stderr).into_owned();
    assert!(told.contains("`--staged` cannot be done: git cannot be run: entity not found"), "{told}");
}

#[test]
#[cfg(unix)]
fn no_program_of_the_repository_is_run() {
    use std::os::unix::fs::PermissionsExt as _;
    let Some(repository) = Repository::new() else { return };
    let (ran, program) = (repository.path().join(".git/ran"), repository.path().join(".git/program"));
    std::fs::write(&program, format!("#!/bin/sh\necho >>'{}'\ncat\n", ran.display())).expect("written");
    std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).expect("its mode can be set");
    let program = program.to_str().expect("the path is text");
    repository.git(&["config", "core.fsmonitor", program]);
    repository.git(&["config", "filter.odd.name=.clean", program]);
    repository.git(&["config", "filter.odd.name=.required", "true"]);
    repository.write(".git/info/attributes", "* filter=odd.name=\n");
    // Of the same length: git has to look into the file.
    repository.change("count/count.go", LOCKED, RACY);
    repository.change("crates/src/lib.rs", "quiet", "quite");
    repository.shows(&["--staged"], &[]);
    assert!(!ran.exists(), "a program of the repository was run");
    repository.shows(&["--since", "HEAD"], &[RACE]);
    assert!(!ran.exists(), "a program of the repository was run");
    // Git itself runs it.
    repository.git(&["add", "-A"]);
    assert!(ran.exists());
}

#[test]
fn standard_input_stands_for_a_file() {
    let folder = TempDir::new().expect("a folder can be made");
    write_tree(folder.path(), PROJECT);
    let racy = std::fs::read_to_string(folder.path().join("count/count.go")).expect("the file can be read").replace(LOCKED, RACY);
    let run = |name: &str, text: &str| {
        let assert =
            maplint().current_dir(folder.path()).args(["--format", "concise", "--stdin-filename", name]).write_stdin(text).assert();
        String::from_utf8_lossy(&assert.get_output().stdout).lines().map(short).collect::<Vec<_>>()
    };
    assert_eq!(run("count/count.go", &racy), [RACE]);
    assert_eq!(run("./count/../count/count.go", &format!("\u{feff}{racy}")), [RACE]);
    assert_eq!(
        run("count/unsaved.go", "package count\n\nfunc (c *Counter) Put() {\n\tvar n map[string]int\n\tn[\"\"] = 1\n}\n"),
        ["count/unsaved.go:5 nil-map-write"]
    );
    assert_eq!(run("unsaved/new.rs", "fn cut() {"), ["unsaved/new.rs:1 unparsed-file"]);
    assert_eq!(run("README.md", "text"), [""; 0]);
    // The excerpt is of what was read.
    let assert = maplint().current_dir(folder.path()).args(["--stdin-filename", "count/count.go"]).write_stdin(racy).assert().code(1);
    assert!(String::from_utf8_lossy(&assert.get_output().stdout).contains("19 │     delete(c.n, page)"));
    let assert =
        maplint().current_dir(folder.path()).args(["--stdin-filename", "a.go"]).write_stdin(&b"package a\n\n\xff"[..]).assert().code(2);
    assert!(String::from_utf8_lossy(&assert.get_output().stderr).contains("error: a.go:3: not UTF-8"));
    refuses(folder.path(), &["--stdin-filename", "a.go", "b.go"], "cannot be used with");
}

/// What was found is kept whatever was asked for: the next commit's hook takes the tree before it from there.
#[test]
fn a_tree_that_was_linted_is_known_whatever_of_it_is_asked_for() {
    let Some(repository) = Repository::new() else { return };
    let cache = TempDir::new().expect("a folder can be made");
    let runs =
        || std::fs::read_dir(cache.path()).expect("read").flatten().filter(|file| file.path().extension() == Some("run".as_ref())).count();
    let told = |args: &[&str], no_cache: &str| {
        let mut command = maplint();
        GIT.iter().for_each(|name| _ = command.env_remove(name));
        command.current_dir(repository.path()).env("MAPLINT_NO_CACHE", no_cache).env("MAPLINT_CACHE_DIR", cache.path());
        let output = command.args(["--format", "json"]).args(args).output().expect("it runs");
        let mut json: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
        json["summary"].as_object_mut().expect("a summary").retain(|key, _| !key.contains("elapsed"));
        (output.status.code(), json)
    };
    let analysed = |args: &[&str]| {
        let before = runs();
        assert_eq!(told(args, "0"), told(args, "1"), "{args:?}");
        runs() - before
    };
    assert_eq!(analysed(&["main.go"]), 1);
    assert_eq!(analysed(&["./..."]), 1, "there are more files than those around one in Go");
    let all: [&[&str]; 6] =
        [&["count/..."], &["count", "old"], &["old/old.go", "--staged"], &["main.go", "--since", "HEAD"], &["--staged"], &["./..."]];
    assert_eq!(all.map(analysed), [0; 6]);
    repository.change("count/count.go", LOCKED, RACY);
    repository.git(&["add", "."]);
    assert_eq!(analysed(&["--staged", "count/count.go"]), 1, "the tree before is known");
    repository.commit();
    repository.change("old/old.go", "n[k] = 1", "n[k] = 2; n[k]++");
    repository.git(&["add", "."]);
    assert_eq!(analysed(&["--staged", "old/old.go"]), 1, "the tree before is that of the hook before");
    assert_eq!(analysed(&["--since", "HEAD~1"]), 1, "of all files the first tree is known, and not this one");
}
