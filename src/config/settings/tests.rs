//! Which config holds where, and what flags make of it.

use super::*;
use crate::report::RuleInfo;
use crate::source::FileId;
use std::fs;
use tempfile::TempDir;

fn rules() -> Vec<RuleInfo> {
    [("write", "race"), ("read", "race"), ("unsized", "advice")]
        .map(|(id, category)| RuleInfo {
            id: id.into(),
            summary: String::new(),
            category: category.into(),
            severity: Severity::Error,
            default: true,
            languages: Vec::new(),
            cwe: vec![],
            page: String::new(),
        })
        .into()
}

/// A repository with these files.
fn repository(files: &[(&str, &str)]) -> TempDir {
    let root = TempDir::new().expect("a folder can be made");
    for (path, text) in files.iter().chain(&[(".git/HEAD", "")]) {
        let path = root.path().join(path);
        fs::create_dir_all(path.parent().expect("in a folder")).expect("made");
        fs::write(path, text).expect("written");
    }
    root
}

fn settings(root: &TempDir, flags: Flags) -> Settings {
    Settings::new(Choice::Nearest, flags, &[], root.path()).expect("the configs are well formed")
}

fn told(problems: &[Problem]) -> Vec<String> {
    problems.iter().map(|problem| format!("{}:{}: {}", problem.file, problem.line.unwrap_or(0), problem.message)).collect()
}

/// For each file: the rules that run, `-` where it is excluded, `+` where generated code counts too.
fn held(settings: &Settings, root: &TempDir, files: &[&str]) -> Vec<String> {
    let files: Vec<SourceFile> =
        files.iter().map(|file| SourceFile { path: root.path().join(file), requested: true, ..SourceFile::default() }).collect();
    let by_file = settings.by_file(&files, &rules());
    let shown = |index: usize| {
        let selection = &by_file.policy.of(FileId(u32::try_from(index).expect("few"))).selection;
        let rules: Vec<String> = rules().iter().map(|rule| rule.id).filter(|id| selection.enables(*id)).map(|id| id.to_string()).collect();
        let marks = [(by_file.excluded[index], "-"), (by_file.generated[index], "+")];
        rules.join(" ") + &marks.map(|(holds, mark)| if holds { mark } else { "" }).concat()
    };
    (0..files.len()).map(shown).collect()
}

#[test]
fn the_nearest_config_holds_alone() {
    let root = repository(&[
        ("maplint.toml", "generated = true\n[rules]\nignore = ['write']\n"),
        ("sub/maplint.toml", "exclude = ['old/']\n[rules]\nignore = ['read']\n"),
    ]);
    let held = held(&settings(&root, Flags::default()), &root, &["a.go", "x/y/a.go", "sub/a.go", "sub/x/a.go", "sub/old/a.go"]);
    assert_eq!(held, ["read unsized+", "read unsized+", "write unsized", "write unsized", "write unsized-"]);
}

#[test]
fn later_overrides_are_stronger_and_flags_the_strongest() {
    let text = "rules.ignore = ['race']\n[[overrides]]\npaths = ['*_test.go']\nselect = ['race']\n[[overrides]]\npaths = ['x/']\nignore = ['read']\n";
    let root = repository(&[("maplint.toml", text)]);
    let files = ["a.go", "a_test.go", "x/a.go", "x/a_test.go"];
    assert_eq!(held(&settings(&root, Flags::default()), &root, &files), ["unsized", "write read", "unsized", "write"]);
    let layer = Layer { ignore: vec!["unsized".into()], error: vec!["write".into()], ..Layer::default() };
    let flags = Flags { layer, generated: true, ..Flags::default() };
    assert_eq!(held(&settings(&root, flags), &root, &files), ["write+", "write read+", "write+", "write+"]);
}

#[test]
fn values_come_from_flags_then_config_then_defaults() {
    let root = repository(&[("maplint.toml", "fail-on = 'error'\nmin-confidence = 'certain'\n")]);
    let terms = |flags: Flags| {
        let settings = settings(&root, flags);
        let file = SourceFile { path: root.path().join("a.go"), requested: true, ..SourceFile::default() };
        let policy = settings.by_file(&[file], &rules()).policy;
        let terms = policy.of(FileId(0));
        (settings.fail_on(), terms.min_confidence, terms.min_severity)
    };
    assert_eq!(terms(Flags::default()), (Severity::Error, Confidence::Certain, Severity::Note));
    let flags = Flags { fail_on: Some(Severity::Note), min_confidence: Some(Confidence::Possible), ..Flags::default() };
    assert_eq!(terms(flags), (Severity::Note, Confidence::Possible, Severity::Note));
}

#[test]
fn a_run_has_the_config_of_its_own_folder_and_files_have_theirs() {
    let root = repository(&[("sub/maplint.toml", "fail-on = 'error'\nrules.ignore = ['read']\n")]);
    let settings = settings(&root, Flags::default());
    assert_eq!((settings.fail_on(), settings.run().shown()), (Severity::Warning, None));
    assert_eq!(held(&settings, &root, &["sub/a.go"]), ["write unsized"]);
    let of_sub = Settings::new(Choice::Nearest, Flags::default(), &[], &root.path().join("sub")).expect("it is well formed");
    assert_eq!((of_sub.fail_on(), of_sub.run().shown()), (Severity::Error, Some("maplint.toml")));
}

#[test]
fn a_config_that_is_named_holds_everywhere_and_none_where_none_is_wanted() {
    let root = repository(&[("maplint.toml", "rules.ignore = ['write']\n"), ("ci/lint.toml", "exclude = ['a.go']\n")]);
    let of = |choice| Settings::new(choice, Flags::default(), &[], root.path()).expect("it is well formed");
    assert_eq!(held(&of(Choice::File(Path::new("ci/lint.toml"))), &root, &["a.go", "b.go"]), ["write read unsized-", "write read unsized"]);
    assert_eq!(held(&of(Choice::Defaults), &root, &["a.go"]), ["write read unsized"]);
    let missing = Settings::new(Choice::File(Path::new("none.toml")), Flags::default(), &[], root.path()).expect_err("there is none");
    assert_eq!(told(&missing), ["none.toml:0: cannot be read: entity not found"]);
}

#[test]
fn what_is_wrong_is_told_with_its_line() {
    let root = repository(&[
        ("maplint.toml", "[rules]\nignore = [\n  'rade',\n  'read',\n]\n"),
        ("bad/maplint.toml", "x = 1\n"),
        ("odd/maplint.toml", "rules.ignore = ['nothing']\n"),
        ("own/maplint.toml", "rules.paths = ['lint']\nrules.error = ['my-rule']\n"),
    ]);
    let flags = Flags { layer: Layer { warn: vec!["unsised".into()], ..Layer::default() }, ..Flags::default() };
    let expected = [
        ":0: no rule or category is named `unsised`; did you mean `unsized`?",
        "maplint.toml:3: no rule or category is named `rade`; did you mean `race`?",
    ];
    assert_eq!(told(&settings(&root, flags).unknown_names(&rules())), expected);

    let files = ["bad/a.go", "odd/a.go", "own/a.go"];
    let files = files.map(|file| SourceFile { path: root.path().join(file), requested: true, ..SourceFile::default() });
    let problems = settings(&root, Flags::default()).by_file(&files, &rules()).problems;
    let told = told(&problems);
    assert!(told.len() == 2 && told[0].starts_with("bad/maplint.toml:1: unknown key `x`: "), "{told:?}");
    assert!(told[1].starts_with("odd/maplint.toml:1: no rule or category is named `nothing`"), "{told:?}");
    assert!(problems.iter().all(|problem| problem.blocking));
}

#[test]
fn rule_folders_of_flags_come_first_and_each_once() {
    let root = repository(&[("maplint.toml", "rules.paths = ['lint', 'more']\n")]);
    let folders = settings(&root, Flags::default()).rule_folders(&["./lint".into()]);
    let paths: Vec<_> = folders.iter().map(|folder| (folder.path.as_path(), folder.within.is_some())).collect();
    assert_eq!(paths, [(Path::new("./lint"), false), (Path::new("more"), true)]);
}

#[cfg(unix)]
#[test]
fn a_config_that_leads_out_of_its_repository_is_refused() {
    let outside = repository(&[("secret.toml", "password = 1\n")]);
    let root = repository(&[]);
    std::os::unix::fs::symlink(outside.path().join("secret.toml"), root.path().join("maplint.toml")).expect("linked");
    let refused = Settings::new(Choice::Nearest, Flags::default(), &[], root.path()).expect_err("it leads out");
    assert_eq!(told(&refused), ["maplint.toml:0: leads out of the repository"]);
    std::fs::write(outside.path().join("secret.toml"), "fail-on = 'error'\n").expect("written");
    let named = Config::of_file(Path::new("maplint.toml"), root.path()).expect("who names a file means it");
    assert_eq!(named.fail_on(), Severity::Error);
}
