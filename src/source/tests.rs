//! Small trees, what is asked for in them, and what is found.

use super::*;
use std::fs;

/// A folder with the files of `fixture`: `//- path` starts a file, the lines after it are its text.
fn tree(fixture: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for file in fixture.split("//- ").skip(1) {
        let (path, text) = file.split_once('\n').unwrap_or((file, ""));
        let path = folder.path().join(path.trim());
        fs::create_dir_all(path.parent().expect("in the folder")).expect("made");
        fs::write(path, text).expect("written");
    }
    folder
}

fn discover_in(folder: &Path, paths: &[&str]) -> Project {
    let paths: Vec<String> = paths.iter().map(|path| (*path).to_owned()).collect();
    discover(&paths, folder, &Options::default())
}

/// `unit: file file` for each unit; a file that was not asked for in parentheses, `?` after one for
/// tests, and a Rust file's module in angle brackets.
fn shown(project: &Project) -> Vec<String> {
    let file = |id: &FileId| {
        let file = &project.files[id.index()];
        let mut shown = file.display.clone();
        if !file.module.is_empty() {
            shown += &format!("<{}>", file.module.iter().map(|name| name.as_str()).collect::<Vec<_>>().join("::"));
        }
        if file.test {
            shown.push('?');
        }
        if file.requested { shown } else { format!("({shown})") }
    };
    let unit = |unit: &SourceUnit| format!("{}: {}", unit.path, unit.files.iter().map(file).collect::<Vec<_>>().join(" "));
    project.units.iter().map(unit).collect()
}

fn check(fixture: &str, paths: &[&str], expected: &[&str]) {
    let folder = tree(fixture);
    let project = discover_in(folder.path(), paths);
    assert_eq!(project.problems, []);
    assert_eq!(shown(&project), expected, "{paths:?}");
    for (index, file) in project.files.iter().enumerate() {
        assert!(project.units[file.unit].files.iter().any(|id| id.index() == index), "{} is in its unit", file.display);
        assert_eq!(project.units[file.unit].language, file.language);
    }
}

fn problems(project: &Project) -> Vec<String> {
    let shown = |problem: &Problem| {
        let line = problem.line.map(|line| format!(":{line}")).unwrap_or_default();
        format!("{}{line}: {}{}", problem.path, problem.message, if problem.fatal { "!" } else { "" })
    };
    project.problems.iter().map(shown).collect()
}

const MODULE: &str = "\
//- go.mod
module example.com/m
//- main.go
//- a/a.go
//- a/a_test.go
//- a/_off.go
//- a/.off.go
//- a/b/b.go
//- a/notes.txt
//- testdata/t.go
//- vendor/v.org/v/v.go
//- _x/x.go
//- .y/y.go
//- nested/go.mod
module example.com/nested
//- nested/n.go
";

#[test]
fn a_module_and_what_its_patterns_pass_over() {
    let a = "example.com/m/a: a/a.go a/a_test.go?";
    check(MODULE, &[], &["example.com/m: main.go", a, "example.com/m/a/b: a/b/b.go"]);
    check(MODULE, &["./..."], &["example.com/m: main.go", a, "example.com/m/a/b: a/b/b.go"]);
    check(MODULE, &["./a/..."], &["example.com/m: (main.go)", a, "example.com/m/a/b: a/b/b.go"]);
    check(MODULE, &["a"], &["example.com/m: (main.go)", a, "example.com/m/a/b: (a/b/b.go)"]);
    check(MODULE, &["example.com/m/a"], &["example.com/m: (main.go)", a, "example.com/m/a/b: (a/b/b.go)"]);
}

#[test]
fn named_files_and_folders_are_taken_anywhere() {
    let rest = ["example.com/m: (main.go)", "example.com/m/a: (a/a.go) (a/a_test.go?)", "example.com/m/a/b: (a/b/b.go)"];
    let with = |named: &'static str| -> Vec<&str> { rest.into_iter().chain([named]).collect() };
    check(MODULE, &["testdata"], &with("example.com/m/testdata: testdata/t.go"));
    check(MODULE, &["testdata/t.go"], &with("example.com/m/testdata: testdata/t.go"));
    check(MODULE, &["vendor/..."], &with("v.org/v: vendor/v.org/v/v.go"));
    check(MODULE, &["nested"], &["example.com/nested: nested/n.go"]);
    check(MODULE, &["nested/..."], &["example.com/nested: nested/n.go"]);
    check(
        MODULE,
        &["a/_off.go", "a/notes.txt"],
        &["example.com/m: (main.go)", "example.com/m/a: a/_off.go (a/a.go) (a/a_test.go?)", "example.com/m/a/b: (a/b/b.go)"],
    );
}

#[test]
fn a_workspace_has_its_modules() {
    let fixture = "\
//- go.work
go 1.22
use (
	./a
	./testdata/b
)
//- a/go.mod
module a.org/a
go 1.21
//- a/a.go
//- testdata/b/go.mod
module b.org/b
//- testdata/b/b.go
//- c/go.mod
module c.org/c
//- c/c.go
";
    check(fixture, &["./..."], &["a.org/a: a/a.go", "b.org/b: testdata/b/b.go"]);
    check(fixture, &["a/a.go"], &["a.org/a: a/a.go", "b.org/b: (testdata/b/b.go)"]);
    check(fixture, &["c"], &["c.org/c: c/c.go"]);
    let project = discover_in(tree(fixture).path(), &["a"]);
    assert_eq!(project.units[0].go_version, Some((1, 21)));
    assert_eq!(project.units[0].module, "a.org/a");
}

#[test]
fn folders_that_replace_modules_are_context() {
    let fixture = "\
//- a/go.mod
module a.org/a
replace b.org/b => ../b
//- a/a.go
//- b/go.mod
module b.org/b
//- b/b.go
";
    let folder = tree(fixture);
    let project = discover_in(&folder.path().join("a"), &["./..."]);
    assert_eq!(shown(&project), ["a.org/a: a.go", "b.org/b: (../b/b.go)"]);
}

#[test]
fn trees_without_modules() {
    check("//- x.go\n//- a/a.go\n//- a/b/b.go\n", &["./..."], &[".: x.go", "a: a/a.go", "a/b: a/b/b.go"]);
    check("//- x.go\n//- y.go\n//- a/a.go\n", &["x.go"], &[".: x.go (y.go)"]);
    // Each module found below a folder that is in none.
    check("//- a/go.mod\nmodule m\n//- a/x.go\n//- a/b/go.mod\nmodule n\n//- a/b/y.go\n", &["./..."], &["m: a/x.go"]);
}

#[test]
fn ignored_folders_of_a_module() {
    let fixture = "//- go.mod\nmodule m\nignore ./a\nignore gen\n//- a/a.go\n//- b/a/x.go\n//- b/gen/g.go\n";
    check(fixture, &["./..."], &["m/b/a: b/a/x.go"]);
}

#[test]
fn what_is_not_there_or_broken_stops_nothing_else() {
    let folder = tree(
        "//- go.mod\nmodule \"m\ngo 1.22\n//- a/a.go\n//- b/Cargo.toml\n[package]\nname =\n//- b/src/lib.rs\nmod x;\n//- b/src/x.rs\n",
    );
    let project = discover_in(folder.path(), &["./...", "no/such.go", "none/..."]);
    assert_eq!(shown(&project), ["a: a/a.go", "b: b/src/lib.rs b/src/x.rs<x>"]);
    let found = problems(&project);
    assert_eq!(found.len(), 4, "{found:?}");
    assert!(found[0].starts_with("b/Cargo.toml:2: "));
    assert_eq!(
        found[1..],
        ["go.mod:1: a string is never closed", "no/such.go: no such file or folder!", "none/...: no such file or folder!"]
    );
}

#[test]
fn a_broken_line_does_not_lose_the_module_path() {
    let folder = tree("//- go.mod\n<<<<<<< HEAD\nmodule m\n//- a/a.go\n");
    let project = discover_in(folder.path(), &[]);
    assert_eq!(shown(&project), ["m/a: a/a.go"]);
    assert_eq!(problems(&project), ["go.mod:1: `<<<<<<<` is no directive"]);
}

#[test]
fn nothing_to_check_is_said() {
    let folder = tree("//- a/b/x.go\n//- c/x.txt\n");
    let found = |paths: &[&str]| problems(&discover_in(folder.path(), paths));
    assert_eq!(found(&["a"]), ["a: no Go or Rust files; `/...` at the end also takes the folders below"]);
    assert_eq!(found(&["c/..."]), ["c: no Go or Rust files"]);
    assert_eq!(found(&["c/x.txt"]), [] as [&str; 0]);
    let empty = tree("//- c/x.txt\n");
    assert_eq!(problems(&discover_in(empty.path(), &["./..."])), [] as [&str; 0]);
}

#[test]
fn a_package_around_go_code_alone_is_not_read() {
    let fixture = "//- Cargo.toml\n[package]\nname = \"c\"\n//- src/lib.rs\n//- demo/go.mod\nmodule demo\n//- demo/x.go\n";
    for asked in ["demo/...", "demo", "demo/x.go"] {
        check(fixture, &[asked], &["demo: demo/x.go"]);
    }
    check(fixture, &["demo", "src"], &["demo: demo/x.go", "c: src/lib.rs"]);
}

#[test]
fn targets_of_a_package() {
    let fixture = "\
//- Cargo.toml
[package]
name = \"my-app\"
edition = \"2021\"
[[bin]]
name = \"extra\"
path = \"tools/extra.rs\"
//- src/lib.rs
//- src/main.rs
//- src/bin/one.rs
//- src/bin/two/main.rs
mod part;
//- src/bin/two/part.rs
//- tests/it.rs
mod common;
//- tests/common/mod.rs
//- benches/speed.rs
//- examples/demo.rs
//- build.rs
//- tools/extra.rs
//- tools/unused.rs
//- target/debug/build/out.rs
";
    check(
        fixture,
        &["./..."],
        &[
            "my_app: src/lib.rs",
            "extra: tools/extra.rs",
            "my_app: src/main.rs",
            "one: src/bin/one.rs",
            "two: src/bin/two/main.rs src/bin/two/part.rs<part>",
            "demo: examples/demo.rs?",
            "it: tests/common/mod.rs<common>? tests/it.rs?",
            "speed: benches/speed.rs?",
            "build_script_build: build.rs",
        ],
    );
    let project = discover_in(tree(fixture).path(), &["./..."]);
    let flags: Vec<_> = project.units.iter().map(|unit| (unit.is_main, unit.is_test, unit.edition)).collect();
    assert_eq!(flags[0], (false, false, 2021));
    assert_eq!(flags[2], (true, false, 2021));
    assert_eq!(flags[6], (false, true, 2021));
    assert_eq!(project.units[2].dependencies, [(Ustr::from("my_app"), Ustr::from("my_app"))]);
}

#[test]
fn module_trees() {
    let fixture = "\
//- Cargo.toml
[package]
name = \"m\"
//- src/lib.rs
mod a; mod b;
#[path = \"odd/place.rs\"] mod c;
mod inline { mod d; #[path = \"e_here.rs\"] mod e; }
#[cfg(unix)] mod sys;
#[cfg_attr(windows, path = \"sys_windows.rs\")] mod sys2;
#[cfg(test)] mod tests;
mod missing;
//- src/a.rs
mod child; mod deep { mod x; }
//- src/a/child.rs
//- src/a/deep/x.rs
//- src/b/mod.rs
mod child;
//- src/b/child.rs
//- src/odd/place.rs
mod beside;
//- src/odd/beside.rs
//- src/inline/d.rs
//- src/inline/e_here.rs
//- src/sys.rs
//- src/sys2.rs
//- src/sys_windows.rs
//- src/tests.rs
mod more;
//- src/tests/more.rs
//- src/left/over.rs
//- src/left/mod.rs
//- tests/ui/case.rs
";
    check(
        fixture,
        &[],
        &["m: src/a.rs<a> src/a/child.rs<a::child> src/a/deep/x.rs<a::deep::x> src/b/child.rs<b::child> src/b/mod.rs<b> \
           src/inline/d.rs<inline::d> src/inline/e_here.rs<inline::e> src/left/mod.rs<left> src/left/over.rs<left::over> src/lib.rs \
           src/odd/beside.rs<c::beside> src/odd/place.rs<c> src/sys.rs<sys> src/sys2.rs<sys2> src/sys_windows.rs<sys2> \
           src/tests.rs<tests>? src/tests/more.rs<tests::more>? tests/ui/case.rs<tests::ui::case>?"],
    );
}

#[test]
fn a_module_that_names_itself_ends() {
    check("//- Cargo.toml\n[package]\nname = \"m\"\n//- src/lib.rs\n#[path = \"lib.rs\"] mod again;\n", &[], &["m: src/lib.rs"]);
}

const WORKSPACE: &str = "\
//- Cargo.toml
[workspace]
members = [\"crates/*\"]
exclude = [\"crates/out\"]
[workspace.package]
edition = \"2024\"
[workspace.dependencies]
core-lib = { path = \"crates/core\" }
//- crates/core/Cargo.toml
[package]
name = \"core-lib\"
edition.workspace = true
//- crates/core/src/lib.rs
//- crates/app/Cargo.toml
[package]
name = \"app\"
edition = { workspace = true }
[dependencies]
core-lib.workspace = true
short = { path = \"../../extra\", package = \"extra-long\" }
//- crates/app/src/lib.rs
mod a;
//- crates/app/src/a.rs
//- crates/out/Cargo.toml
[package]
name = \"out\"
//- crates/out/src/lib.rs
//- extra/Cargo.toml
[package]
name = \"extra-long\"
//- extra/src/lib.rs
";

#[test]
fn a_cargo_workspace_is_the_context_of_its_members() {
    let context = ["app: (crates/app/src/a.rs<a>) (crates/app/src/lib.rs)", "core_lib: (crates/core/src/lib.rs)"];
    check(
        WORKSPACE,
        &["crates/app/src/a.rs"],
        &["app: crates/app/src/a.rs<a> (crates/app/src/lib.rs)", context[1], "extra_long: (extra/src/lib.rs)"],
    );
    check(WORKSPACE, &["crates/core"], &[context[0], "core_lib: crates/core/src/lib.rs", "extra_long: (extra/src/lib.rs)"]);
    check(WORKSPACE, &["crates/out/..."], &["out: crates/out/src/lib.rs"]);
    let project = discover_in(tree(WORKSPACE).path(), &["./..."]);
    assert!(project.files.iter().all(|file| file.requested));
    assert_eq!(project.units.iter().map(|unit| unit.edition).collect::<Vec<_>>(), [2024, 2024, 2015, 2015]);
    assert_eq!(project.units[0].module, ".");
    let name = |text: &str| Ustr::from(text);
    assert_eq!(
        project.units[0].dependencies,
        [(name("app"), name("app")), (name("core_lib"), name("core_lib")), (name("short"), name("extra_long"))]
    );
}

#[test]
fn packages_that_only_tests_use_are_tests() {
    let package = |folder: &str, rest: &str| {
        let name = folder.rsplit('/').next().unwrap_or(folder);
        format!("//- {folder}/Cargo.toml\n[package]\nname = \"{name}\"\n{rest}\n//- {folder}/src/lib.rs\n")
    };
    let fixture = |of_base: &str| {
        [
            "//- Cargo.toml\n[workspace]\nmembers = [\"*\", \"tests/*\"]\n[workspace.package]\npublish = false\n".to_owned(),
            package("app", "[dependencies]\ncore = { path = \"../core\" }\n[dev-dependencies]\nkit = { path = \"../kit\" }"),
            package("base", of_base),
            package("core", "[dev-dependencies]\nbase = { path = \"../base\" }\nlog = { path = \"../log\" }"),
            package("kit", "publish.workspace = true\n[dependencies]\nbase = { path = \"../base\" }\ncore = { path = \"../core\" }"),
            package("log", "") + "//- log/src/main.rs\n",
            package("tests/server", "[dependencies]\nlog = { path = \"../../log\" }"),
            package("zap", "[package.metadata]\ncargo-fuzz = true"),
        ]
        .concat()
    };
    let mut shown = [
        "app: app/src/lib.rs",
        "base: base/src/lib.rs",
        "core: core/src/lib.rs",
        "kit: kit/src/lib.rs?",
        "log: log/src/lib.rs",
        "log: log/src/main.rs",
        "server: tests/server/src/lib.rs?",
        "zap: zap/src/lib.rs?",
    ];
    check(&fixture(""), &[], &shown);
    shown[1] = "base: base/src/lib.rs?";
    check(&fixture("publish = false"), &[], &shown);
}

#[test]
fn rust_files_outside_packages() {
    check("//- a.rs\n//- b.rs\n", &["a.rs"], &["a: a.rs"]);
    check("//- p-q/lib.rs\nmod b;\n//- p-q/b.rs\n//- p-q/c.rs\n", &["./..."], &["p_q: p-q/b.rs<b> p-q/lib.rs", "c: p-q/c.rs"]);
}

#[test]
fn both_languages_in_one_run() {
    let fixture = "//- go.mod\nmodule m\n//- x.go\n//- r/Cargo.toml\n[package]\nname = \"r\"\n//- r/src/lib.rs\n";
    check(fixture, &["./..."], &["m: x.go", "r: r/src/lib.rs"]);
    check(fixture, &["x.go", "r/src/lib.rs"], &["m: x.go", "r: r/src/lib.rs"]);
    let folder = tree(fixture);
    let alone = discover(&["x.go".to_owned()], folder.path(), &Options { context: false, ..Options::default() });
    assert_eq!(shown(&alone), ["m: x.go"]);
}

#[test]
fn a_folder_splits_by_package_clause() {
    let folder = tree("//- go.mod\nmodule m\n//- p/a.go\n//- p/a_test.go\n//- p/gen.go\n//- p/broken.go\n//- p/x_test.go\n");
    let project = discover_in(folder.path(), &[]);
    let clause = |id: FileId| {
        Ustr::from(match project.files[id.index()].display.as_str() {
            "p/x_test.go" => "p_test",
            "p/gen.go" => "main",
            "p/broken.go" => "",
            _ => "p",
        })
    };
    let packages = project.packages(clause, |_| Vec::new());
    let shown: Vec<_> =
        packages.iter().map(|unit| (unit.path.as_str(), unit.name.as_str(), unit.files.len(), unit.is_main, unit.is_test)).collect();
    assert_eq!(shown, [("m/p [main]", "main", 1, true, false), ("m/p", "p", 3, false, false), ("m/p_test", "p_test", 1, false, true)]);
    let nameless = project.packages(|_| Ustr::from(""), |_| Vec::new());
    assert_eq!((nameless[0].path.as_str(), nameless[0].name.as_str(), nameless[0].files.len()), ("m/p", "p", 5));
}

#[test]
fn folders_in_no_module_go_by_what_imports_them() {
    let folder = tree("//- main.go\n//- store/s.go\n//- store/index/i.go\n//- in/go.mod\nmodule example.com/in\n//- in/i.go\n");
    let project = discover_in(folder.path(), &[]);
    let imports = |id: FileId| match project.files[id.index()].display.as_str() {
        "main.go" => ["example.com/shop/store", "fmt"].map(Ustr::from).to_vec(),
        "store/s.go" => ["example.com/shop/store/index", "example.com/in"].map(Ustr::from).to_vec(),
        _ => Vec::new(),
    };
    let packages = project.packages(|_| Ustr::from("p"), imports);
    let shown: Vec<_> = packages.iter().map(|unit| unit.path.as_str()).collect();
    assert_eq!(shown, ["example.com/shop", "example.com/in", "example.com/shop/store", "example.com/shop/store/index"]);
}

#[test]
fn constraints_come_from_name_and_text() {
    let file = SourceFile { path: PathBuf::from("/x_linux.go"), ..SourceFile::default() };
    assert_eq!(file.build_constraint("package x"), BuildConstraint::Tag("linux".to_owned()));
}

#[test]
fn a_read_error_names_the_file() {
    let file = SourceFile { path: PathBuf::from("/no/such.go"), display: "such.go".to_owned(), ..SourceFile::default() };
    assert_eq!(read(&file).expect_err("not there").to_string(), "such.go: cannot be read: entity not found");
}

#[cfg(unix)]
#[test]
fn links_in_circles_end_and_links_to_files_are_read() {
    let folder = tree("//- go.mod\nmodule m\n//- a/a.go\n");
    std::os::unix::fs::symlink("..", folder.path().join("a/up")).expect("linked");
    std::os::unix::fs::symlink("a.go", folder.path().join("a/b.go")).expect("linked");
    let project = discover_in(folder.path(), &[]);
    assert_eq!(shown(&project), ["m/a: a/a.go a/b.go"]);
    assert_eq!(problems(&project), [] as [&str; 0]);
}

#[cfg(unix)]
#[test]
fn a_folder_that_hands_out_nothing_is_a_problem() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tree("//- go.mod\nmodule m\n//- a/a.go\n//- shut/b.go\n");
    let shut = folder.path().join("shut");
    fs::set_permissions(&shut, fs::Permissions::from_mode(0o000)).expect("shut");
    let readable = fs::read_dir(&shut).is_ok();
    let project = discover_in(folder.path(), &[]);
    fs::set_permissions(&shut, fs::Permissions::from_mode(0o700)).expect("opened");
    // The superuser may read everything.
    if !readable {
        assert_eq!(problems(&project), ["shut: cannot be read: permission denied"]);
        assert_eq!(shown(&project), ["m/a: a/a.go"]);
    }
}
