//! `.pre-commit-hooks.yaml` in the hands of the real pre-commit: a staged race stops the commit, wherever
//! it stands, one that is not staged does not, a clean change passes. Skipped with a line on stderr where pre-commit or git is not on the machine;
//! `MAPLINT_PRE_COMMIT` may name a pre-commit that is not on the path.

use crate::support::{copy_folder, read, root};
use std::ffi::OsString;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use tempfile::TempDir;

#[test]
fn a_staged_race_stops_the_commit_and_a_clean_change_passes() {
    let program = std::env::var_os("MAPLINT_PRE_COMMIT").unwrap_or_else(|| "pre-commit".into());
    let there = |program: &OsString| Command::new(program).arg("--version").output().is_ok_and(|output| output.status.success());
    if let Some(missing) = [program.clone(), "git".into()].into_iter().find(|program| !there(program)) {
        // Past the test runner, which shows what a passing test prints to nobody.
        let _ = writeln!(std::io::stderr(), "skipped: the hooks are not tried: there is no {}", missing.display());
        return;
    }
    let scratch = TempDir::new().expect("a folder can be made");
    let scene = Scene { program, cache: scratch.path().join("cache") };

    let hooks = scratch.path().join("hooks");
    write(&hooks, ".pre-commit-hooks.yaml", &read(".pre-commit-hooks.yaml"));
    scene.repository(&hooks);
    scene.git(&hooks, &["commit", "-qm", "hooks"]);
    let revision = String::from_utf8(scene.git(&hooks, &["rev-parse", "HEAD"]).stdout).expect("a hash");

    let project = scratch.path().join("project");
    copy_folder(&root().join("testdata/readme"), &project);
    let racy = std::fs::read_to_string(project.join("main.go")).expect("the example can be read");
    let locked = racy.replace("\tdelete(", "\tc.mu.Lock()\n\tdefer c.mu.Unlock()\n\tdelete(");
    assert_ne!(racy, locked);
    let source = format!("  - repo: {}\n    rev: {revision}\n    hooks: [{{ id: maplint-system }}]\n", hooks.display());
    write(&project, ".pre-commit-config.yaml", &format!("repos:\n{source}"));
    write(&project, "main.go", &locked);
    scene.repository(&project);

    scene.pre_commit(&project, &["install"]);

    let (passed, said) = scene.commit(&project);
    assert!(passed && said.contains("Passed"), "{said}");

    // A staged race.
    write(&project, "main.go", &racy);
    scene.git(&project, &["add", "."]);
    let (passed, said) = scene.commit(&project);
    assert!(!passed && said.contains("error[unguarded-map-write]") && said.contains("main.go:21:9"), "{said}");

    // One that is not staged, beside a clean change.
    scene.git(&project, &["reset", "-q"]);
    write(&project, "quiet/quiet.go", "package quiet\n\nvar Names = map[string]int{}\n");
    scene.git(&project, &["add", "quiet"]);
    let (passed, said) = scene.commit(&project);
    assert!(passed && said.contains("Passed"), "{said}");
    assert_eq!(std::fs::read_to_string(project.join("main.go")).expect("it is there"), racy, "the working file is left alone");

    // A change in one file, the race that it causes in another.
    let alone = racy.replace("\tgo c.Add(", "\tc.Add(");
    assert_ne!(alone, racy);
    write(&project, "main.go", &alone.replace("\tc.Add(", "\tstart(c)\n\tc.Add("));
    write(&project, "start.go", "package main\n\nfunc start(c *Counter) {}\n");
    scene.git(&project, &["add", "."]);
    let (passed, said) = scene.commit(&project);
    assert!(passed, "{said}");
    write(&project, "start.go", "package main\n\nfunc start(c *Counter) { go c.Add(\"/\") }\n");
    scene.git(&project, &["add", "start.go"]);
    let (passed, said) = scene.commit(&project);
    assert!(!passed && said.contains("[unguarded-map-write]") && said.contains("main.go:21:9"), "{said}");

    // Without a change, all files are judged whole.
    scene.git(&project, &["commit", "-qm", "racy"]);
    let (passed, said) = scene.pre_commit(&project, &["run", "--all-files", "--color=never"]);
    assert!(!passed && said.contains("main.go:21:9"), "{said}");
}

struct Scene {
    program: OsString,
    /// Where pre-commit keeps what it has cloned.
    cache: PathBuf,
}

impl Scene {
    /// A new repository of `folder`, with all in it staged.
    fn repository(&self, folder: &Path) {
        self.git(folder, &["init", "-q"]);
        self.git(folder, &["add", "."]);
    }

    fn git(&self, folder: &Path, arguments: &[&str]) -> Output {
        let identity = ["-c", "user.name=a", "-c", "user.email=a@b", "-c", "commit.gpgsign=false", "-c", "core.hooksPath=/dev/null"];
        let mut command = Command::new("git");
        let output = self.alone(command.args(identity).args(arguments)).current_dir(folder).output().expect("git starts");
        assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        output
    }

    /// Whether the hooks let what is staged be committed, and what they said.
    fn commit(&self, folder: &Path) -> (bool, String) {
        let identity = ["-c", "user.name=a", "-c", "user.email=a@b", "-c", "commit.gpgsign=false"];
        self.run(Command::new("git").args(identity).args(["commit", "-m", "change"]), folder)
    }

    /// Whether pre-commit is content, and what it said.
    fn pre_commit(&self, folder: &Path, arguments: &[&str]) -> (bool, String) {
        self.run(Command::new(&self.program).args(arguments), folder)
    }

    fn run(&self, command: &mut Command, folder: &Path) -> (bool, String) {
        let binary = Path::new(env!("CARGO_BIN_EXE_maplint")).parent().expect("the binary is in a folder");
        let path = std::env::var_os("PATH").unwrap_or_default();
        let paths = std::env::join_paths(std::iter::once(binary.to_owned()).chain(std::env::split_paths(&path))).expect("a path");
        command.env("PATH", paths).env("PRE_COMMIT_HOME", &self.cache);
        let output = self.alone(command).current_dir(folder).output().expect("the program starts");
        let said = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        (output.status.success(), said(&output.stdout) + &said(&output.stderr))
    }

    /// Without the repository that the tests themselves may be run in, as a hook of which they may be.
    fn alone<'c>(&self, command: &'c mut Command) -> &'c mut Command {
        for name in ["GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE", "GIT_PREFIX"] {
            command.env_remove(name);
        }
        command.env("GIT_CONFIG_GLOBAL", "/dev/null")
    }
}

fn write(folder: &Path, path: &str, text: &str) {
    let file = folder.join(path);
    std::fs::create_dir_all(file.parent().expect("a file is in a folder")).expect("the folder can be made");
    std::fs::write(file, text).expect("the file can be written");
}
