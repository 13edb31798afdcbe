//! `maplint.toml`, `maplint config` and `maplint init` as a user meets them.
//!
//! `maplint.schema.json` is written with `MAPLINT_BLESS=1 cargo test --test it config::`.

use crate::support::{copy_folder, maplint, read, root, write_tree};
use std::path::Path;
use tempfile::TempDir;

/// A Go program with one race, in `main.go`, and the files of `fixture` (`//- path`, then its text).
fn project(fixture: &str) -> TempDir {
    let folder = TempDir::new().expect("a folder can be made");
    copy_folder(&root().join("testdata/readme"), folder.path());
    write_tree(folder.path(), fixture);
    folder
}

/// Exit code, standard output, error stream.
fn run(folder: &Path, args: &[&str]) -> (i32, String, String) {
    let output = maplint().current_dir(folder).args(args).output().expect("maplint starts");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("output is UTF-8");
    (output.status.code().expect("maplint ends"), text(output.stdout), text(output.stderr))
}

/// The code of a check of the one race, and how it is shown: its level, or nothing.
#[track_caller]
fn check(config: &str, args: &[&str], expected: (i32, &str)) {
    let project = project(&format!("//- maplint.toml\n{config}\n"));
    let (code, out, told) = run(project.path(), &[&["--format", "concise"], args].concat());
    let level = out.split(": ").nth(1).and_then(|rest| rest.split('[').next()).unwrap_or("");
    assert_eq!((code, level), expected, "{config}\n{args:?}\n{out}{told}");
}

#[test]
fn a_config_decides_and_flags_are_stronger() {
    check("", &[], (1, "error"));
    check("rules.ignore = ['race']", &[], (0, ""));
    check("rules.ignore = ['race']", &["--select", "race"], (1, "error"));
    check("rules.ignore = ['race']", &["--no-config"], (1, "error"));
    check("rules.warn = ['race']\nfail-on = 'error'", &[], (0, "warning"));
    check("rules.warn = ['race']\nfail-on = 'error'", &["--fail-on", "warning"], (1, "warning"));
    check("rules.warn = ['race']\nfail-on = 'error'", &["--note", "unguarded-map-write"], (0, "note"));
    check("rules.select = ['unsized-map']\n[[overrides]]\npaths = ['main.go']\nerror = ['race']\nselect = ['all']", &[], (1, "error"));
    check("[[overrides]]\npaths = ['main.go']\nignore = ['all']", &[], (0, ""));
    check("[[overrides]]\npaths = ['other.go']\nignore = ['all']", &[], (1, "error"));
    check("exclude = ['main.go']", &[], (0, ""));
    check("exclude = ['main.go']", &["main.go"], (0, ""));
    check("rules.note = ['race']\nmin-severity = 'warning'", &[], (0, ""));
    check("min-confidence = 'certain'", &[], (0, ""));
    check("rules.ignore = ['race']\n[models.go.function.'example.com/pool.Go']\nruns = { 0 = 'many' }", &[], (0, ""));
}

#[test]
fn a_config_of_another_name_and_one_further_up() {
    let project = project("//- ci.toml\nrules.ignore = ['race']\n//- sub/sub.go\npackage sub\n");
    assert_eq!(run(project.path(), &["--config", "ci.toml"]).0, 0);
    assert_eq!(run(project.path(), &["--config", "none.toml"]).0, 2);
    assert_eq!(run(project.path(), &["--config", "ci.toml", "--no-config"]).0, 2);

    // In no repository, what is above the working directory is nobody's.
    write_tree(project.path(), "//- maplint.toml\nrules.ignore = ['race']\n//- sub/main.go\n");
    std::fs::copy(project.path().join("main.go"), project.path().join("sub/main.go")).expect("copied");
    std::fs::remove_file(project.path().join("sub/sub.go")).expect("removed");
    assert_eq!(run(&project.path().join("sub"), &[]).0, 1);
    std::fs::create_dir(project.path().join(".git")).expect("made");
    assert_eq!(run(&project.path().join("sub"), &[]).0, 0);
    write_tree(project.path(), "//- sub/maplint.toml\n");
    let (code, out, _) = run(project.path(), &["--format", "concise"]);
    assert!(code == 1 && out.starts_with("sub/main.go:") && out.lines().count() == 1, "{out}");
}

#[test]
fn what_is_wrong_is_told_and_nothing_is_run_on_a_wrong_config() {
    let text = "fail_on = 'error'\n\n[rules]\nselct = ['race']\n";
    let faulty = project(&format!("//- maplint.toml\n{text}"));
    for args in [&[][..], &["rules"], &["explain", "nil-map-write"], &["config", "show"], &["config", "check"]] {
        let (code, out, told) = run(faulty.path(), args);
        assert_eq!((code, out.as_str()), (2, ""), "{args:?}");
        let lines: Vec<_> = told.lines().collect();
        assert!(lines[0].starts_with("error: maplint.toml:1: unknown key `fail_on`: did you mean `fail-on`? "), "{told}");
        assert!(lines[1].starts_with("error: maplint.toml:4: unknown key `rules.selct`: did you mean `select`? "), "{told}");
    }
    let faulty = project("//- maplint.toml\n[rules]\nignore = [\n  'unguarded-map-wirte',\n]\n");
    for args in [&[][..], &["config", "check"]] {
        let (code, _, told) = run(faulty.path(), args);
        let expected = "error: maplint.toml:3: no rule or category is named `unguarded-map-wirte`; did you mean `unguarded-map-write`?\n";
        assert_eq!((code, told.as_str()), (2, expected), "{args:?}");
    }
    // The config of some files: the others are linted as ever.
    let faulty = project("//- quiet/quiet.go\npackage quiet\n//- quiet/maplint.toml\nx = 1\n");
    let (code, out, told) = run(faulty.path(), &["--format", "concise"]);
    assert!(code == 2 && told.contains("error: quiet/maplint.toml:1: unknown key `x`") && out.starts_with("main.go:21:"), "{out}{told}");
}

#[test]
fn rules_of_ones_own_are_loaded_from_the_repository_alone() {
    let rule = read("rules/unguarded-map-write.md").replace("unguarded-map-write", "my-write");
    let own = project(&format!("//- lint/my-write.md\n{rule}//- maplint.toml\nrules.paths = ['lint']\nrules.select = ['my-write']\n"));
    let (code, out, told) = run(own.path(), &["--format", "concise"]);
    assert!(code == 1 && out.contains(": error[my-write] "), "{out}{told}");
    assert!(run(own.path(), &["rules"]).1.contains("my-write"));
    assert!(run(own.path(), &["explain", "my-write"]).1.starts_with("# my-write\n"));
    assert_eq!(run(own.path(), &["config", "check"]), (0, "maplint.toml is well formed\n".into(), String::new()));

    let outside = TempDir::new().expect("a folder can be made");
    write_tree(outside.path(), &format!("//- my-write.md\n{rule}"));
    let out = project(&format!("//- maplint.toml\nrules.paths = ['{}']\n", outside.path().display()));
    let (code, _, told) = run(out.path(), &[]);
    assert!(code == 2 && told.starts_with("error: maplint.toml:1: `") && told.contains("leads out of the repository"), "{told}");
}

#[cfg(unix)]
#[test]
fn links_of_a_checked_tree_lead_to_nothing_outside_it() {
    use std::os::unix::fs::symlink;
    let outside = TempDir::new().expect("a folder can be made");
    write_tree(outside.path(), "//- secret.md\n+++\nsecret = 1\n+++\n//- secret.toml\nsecret = 1\n");
    for (link, target) in [("lint", outside.path().to_owned()), ("lint/secret.md", outside.path().join("secret.md"))] {
        let tree = project("//- maplint.toml\nrules.paths = ['lint']\n");
        if link != "lint" {
            write_tree(tree.path(), "//- lint/README.md\n");
        }
        symlink(target, tree.path().join(link)).expect("linked");
        let (code, _, told) = run(tree.path(), &[]);
        assert!(code == 2 && told.contains("leads out of the repository") && !told.contains("unknown key"), "{link}: {told}");
    }
    let tree = project("");
    symlink(outside.path().join("secret.toml"), tree.path().join("maplint.toml")).expect("linked");
    assert_eq!(run(tree.path(), &[]), (2, String::new(), "error: maplint.toml: leads out of the repository\n".into()));
}

/// A pool that nobody knows starts goroutines: told by the config, or not at all.
#[test]
fn a_model_in_a_config_makes_a_thread_root_and_a_lock() {
    let source = "\
//- go.mod
module app

go 1.22
//- main.go
package main

import (
	\"example.com/locks\"
	\"example.com/pool\"
)

type cache struct {
	mu locks.Mutex
	m  map[string]int
}

func (c *cache) locked(k string) {
	c.mu.Lock()
	c.m[k]++
	c.mu.Unlock()
}

func (c *cache) open(k string) { c.m[k]++ }

func main() {
	c := &cache{m: map[string]int{}}
	pool.Submit(func() { c.locked(\"a\") })
	pool.Submit(func() { c.LAST(\"b\") })
}
";
    let model = "\
//- maplint.toml
[models.go.function.\"example.com/pool.Submit\"]
runs = { 0 = \"many\" }
[models.go.type.\"example.com/locks.Mutex\"]
kind = \"mutex\"
like = \"sync.Mutex\"
";
    let found = |last: &str, config: &str| {
        let folder = TempDir::new().expect("a folder can be made");
        write_tree(folder.path(), &format!("{}{config}", source.replace("LAST", last)));
        run(folder.path(), &["--format", "concise", "--select", "race"])
    };
    let (code, out, _) = found("open", model);
    assert!(code == 1 && out.contains("`c.m` is updated without `c.mu`"), "{out}");
    assert_eq!(found("open", "").0, 0);
    assert_eq!(found("locked", model).0, 0);
}

#[test]
fn the_schema_is_that_of_the_types() {
    let (code, schema, _) = run(root(), &["config", "schema"]);
    assert_eq!(code, 0);
    let path = root().join("maplint.schema.json");
    if std::env::var_os("MAPLINT_BLESS").is_some() {
        std::fs::write(path, &schema).expect("the repository can be written");
    } else {
        assert!(read("maplint.schema.json") == schema, "maplint.schema.json is stale: MAPLINT_BLESS=1 cargo test --test it config::");
    }
}

/// Whether the JSON schema takes a config.
fn fits(config: &str) -> Result<(), String> {
    let schema = serde_json::from_str(&read("maplint.schema.json")).expect("the schema is JSON");
    let config: toml::Table = config.parse().expect("the config is TOML");
    let config = serde_json::to_value(config).expect("TOML without dates is JSON");
    jsonschema::validate(&schema, &config).map_err(|error| error.to_string())
}

#[test]
fn the_schema_takes_what_maplint_takes() {
    let example = uncommented(&read("src/cli/init/maplint.toml"));
    assert_eq!(fits(&example), Ok(()));
    for (wrong, told) in
        [("x = 1", "'x'"), ("fail-on = 'bad'", "bad"), ("[[overrides]]\nignore = []", "paths"), ("rules.error = 'race'", "race")]
    {
        let error = fits(wrong).expect_err(wrong);
        assert!(error.contains(told), "{wrong}: {error}");
        let tree = project(&format!("//- maplint.toml\n{wrong}\n"));
        assert_eq!(run(tree.path(), &["config", "check"]).0, 2, "{wrong}");
    }
}

#[test]
fn the_config_in_the_readme_is_well_formed() {
    let readme = read("README.md");
    let (_, about) = readme.split_once("maplint config show").expect("the part about configs");
    let example = about.split("```toml\n").nth(1).and_then(|rest| rest.split("```").next()).expect("there is one");
    assert_eq!(fits(example), Ok(()));
    let tree = project(&format!("//- maplint.toml\n{example}"));
    assert_eq!(run(tree.path(), &["config", "check"]).0, 0);
}

/// The settings of the config that `init` writes, its examples among them.
fn uncommented(config: &str) -> String {
    let lines = config.lines().map(|line| line.strip_prefix('#').filter(|rest| !rest.starts_with([' ', '#'])).unwrap_or(line));
    lines.map(|line| format!("{line}\n")).collect()
}

#[test]
fn init_writes_what_is_asked_for_and_overwrites_nothing() {
    let folder = TempDir::new().expect("a folder can be made");
    assert_eq!(run(folder.path(), &["init"]), (0, "wrote maplint.toml\n".into(), String::new()));
    let written = |path: &str| std::fs::read_to_string(folder.path().join(path)).expect("the file is written");
    assert_eq!(run(folder.path(), &["config", "check"]).0, 0);
    std::fs::write(folder.path().join("maplint.toml"), uncommented(&written("maplint.toml"))).expect("written");
    let (code, _, told) = run(folder.path(), &["config", "check"]);
    assert!(code == 2 && told.starts_with("error: lint/rules:1: cannot be read: "), "{told}");
    write_tree(folder.path(), "//- lint/rules/README.md\n");
    assert_eq!(run(folder.path(), &["config", "check"]), (0, "maplint.toml is well formed\n".into(), String::new()));

    let mine = "# mine\n";
    std::fs::write(folder.path().join("maplint.toml"), mine).expect("written");
    let kept = "error: maplint.toml: is there already: `--force` overwrites it\n";
    assert_eq!(run(folder.path(), &["init"]), (2, String::new(), kept.into()));
    let all = "wrote .pre-commit-config.yaml\nwrote lefthook.yml\nwrote .github/workflows/maplint.yml\n";
    assert_eq!(run(folder.path(), &["init", "--pre-commit", "--lefthook", "--github"]), (0, all.into(), String::new()));
    assert_eq!(written("maplint.toml"), mine);
    let (code, _, told) = run(folder.path(), &["init", "--lefthook"]);
    assert!(code == 2 && told.starts_with("error: lefthook.yml: is there already"), "{told}");
    assert_eq!(run(folder.path(), &["init", "--lefthook", "--force"]), (0, "wrote lefthook.yml\n".into(), String::new()));
    assert_eq!(written("maplint.toml"), mine);
    assert_eq!(run(folder.path(), &["init", "--force"]).0, 0);
    assert_ne!(written("maplint.toml"), mine);
}

/// Every maplint command in the files that `init` writes is one that there is.
#[test]
fn the_files_of_init_run_commands_that_there_are() {
    let mut commands = 0;
    for template in ["pre-commit.yaml", "lefthook.yml", "github.yml"] {
        for line in read(&format!("src/cli/init/{template}")).lines().filter(|line| !line.trim_start().starts_with('#')) {
            let Some((_, args)) = line.split_once(": maplint check") else { continue };
            let args: Vec<_> = args.split_whitespace().map(|word| word.replace("{staged_files}", "main.go")).collect();
            let args: Vec<_> = std::iter::once("check").chain(args.iter().map(String::as_str)).collect();
            let (code, _, told) = run(project("").path(), &args);
            assert_eq!(code, 1, "{template}: {args:?}: {told}");
            commands += 1;
        }
    }
    assert_eq!(commands, 3);
}

#[test]
fn show_tells_where_each_value_comes_from() {
    let config = "\
//- maplint.toml
# A comment.
fail-on = 'error'
rules.warn = [
  'race',
]
[[overrides]]
paths = ['*_test.go']
ignore = ['all']
[models.go.function.'example.com/pool.Submit']
runs = { 0 = 'many' }
//- sub/sub.go
package sub
//- sub/maplint.toml
generated = true
";
    let project = project(config);
    let shown = "\
min-confidence = \"likely\"  # default
min-severity = \"note\"  # default
fail-on = \"error\"  # maplint.toml:2
generated = false  # default
exclude = []  # default
rules.paths = []  # default
rules.select = []  # default
rules.ignore = []  # default
rules.error = []  # default
rules.warn = [\"race\"]  # maplint.toml:3
rules.note = []  # default
overrides = [
  { ignore = [\"all\"], paths = [\"*_test.go\"] },
]  # maplint.toml:6
models.go.function.\"example.com/pool.Submit\".runs.0 = \"many\"  # maplint.toml:10
";
    let (code, out, told) = run(project.path(), &["config", "show"]);
    assert_eq!((code, out.as_str(), told.as_str()), (0, shown, ""));
    let of_sub = run(project.path(), &["config", "show", "sub/sub.go"]).1;
    assert!(
        of_sub.contains("generated = true  # sub/maplint.toml:1\n") && of_sub.contains("fail-on = \"warning\"  # default\n"),
        "{of_sub}"
    );

    // What is shown is a config that says the same.
    std::fs::write(project.path().join("maplint.toml"), shown).expect("written");
    let again = run(project.path(), &["config", "show"]).1;
    let values = |text: &str| text.lines().map(|line| line.split("  # ").next().unwrap_or("").to_owned()).collect::<Vec<_>>();
    assert_eq!(values(&again), values(shown));
}

#[test]
fn path_names_the_config_that_holds() {
    let project = project("//- a/maplint.toml\n//- a/b/b.go\npackage b\n");
    let path = |args: &[&str]| run(project.path(), &[&["config", "path"], args].concat());
    assert_eq!(path(&[]), (0, String::new(), String::new()));
    assert_eq!(path(&["a/b"]).1, "a/maplint.toml\n");
    assert_eq!(path(&["a/b/b.go"]).1, "a/maplint.toml\n");
    let (code, _, told) = run(project.path(), &["config", "check"]);
    assert_eq!((code, told.as_str()), (2, "error: there is no maplint.toml in this folder or above it\n"));
}

#[test]
fn completions_and_man_pages_know_the_flags() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let (code, script, _) = run(root(), &["completions", shell]);
        assert!(code == 0 && script.contains("min-confidence"), "{shell}: {script}");
    }
    assert_eq!(run(root(), &["completions", "csh"]).0, 2);
    let (code, page, _) = run(root(), &["man"]);
    assert!(code == 0 && page.contains(".TH maplint 1") && page.contains("maplint\\-explain") && page.contains("Exit codes"), "{page}");
    let (code, page, _) = run(root(), &["man", "check"]);
    assert!(code == 0 && page.contains("maplint check") && page.contains("min\\-confidence"), "{page}");
    let (code, _, told) = run(root(), &["man", "chek"]);
    assert_eq!((code, told.as_str()), (2, "error: maplint has no command `chek`; did you mean `check`?\n"));
}
