//! What a run keeps changes no byte of what later runs say.

use crate::support::{CRATE, copy_folder, maplint, read, root, write_tree};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, SystemTime};
use tempfile::TempDir;

/// A race over two packages.
const PROJECT: &str = "//- go.mod
module example.com/a

go 1.22
//- a/a.go
package a

// N counts.
var N = map[string]int{}

// Add counts one.
func Add(name string) {
	N[name]++
}
//- b/b.go
package b

import \"example.com/a/a\"

// Both count.
func Both() {
	go a.Add(\"x\")
	go a.Add(\"y\")
}
";

struct Place {
    folder: TempDir,
    cache: TempDir,
}

impl Place {
    fn new() -> Place {
        let place = Place { folder: TempDir::new().expect("a folder"), cache: TempDir::new().expect("a folder") };
        write_tree(place.folder.path(), PROJECT);
        write_tree(place.folder.path(), CRATE);
        place.settle();
        place
    }

    /// The files are some time old: their stamps count.
    fn settle(&self) {
        let mut open = vec![self.folder.path().to_owned()];
        while let Some(folder) = open.pop() {
            for entry in fs::read_dir(&folder).expect("read") {
                let path = entry.expect("read").path();
                if path.is_dir() {
                    open.push(path);
                } else {
                    let file = fs::File::options().write(true).open(&path).expect("opened");
                    file.set_modified(SystemTime::now() - Duration::from_secs(60)).expect("its time is set");
                }
            }
        }
    }

    fn command(&self, args: &[&str]) -> assert_cmd::Command {
        let mut command = maplint();
        command.current_dir(self.folder.path()).env_remove("MAPLINT_NO_CACHE").env("MAPLINT_CACHE_DIR", self.cache.path()).args(args);
        command
    }

    /// Exit code, and what is told on standard output and the error stream: how long the run took left out.
    fn run(&self, args: &[&str]) -> (Option<i32>, String, String) {
        told(&mut self.command(args))
    }

    fn check(&self) -> (Option<i32>, String, String) {
        self.run(&["check", "--format", "full", "--verbose"])
    }

    fn fresh(&self) -> (Option<i32>, String, String) {
        self.run(&["check", "--format", "full", "--verbose", "--no-cache"])
    }

    fn files(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let entries = fs::read_dir(self.cache.path()).into_iter().flatten();
        let paths = entries.map(|entry| entry.expect("read").path());
        paths.map(|path| (path.clone(), fs::read(path).expect("read"))).collect()
    }

    /// What runs gave is taken away; the facts stay.
    fn forget_run(&self) {
        self.forget(&["run", "last"]);
    }

    fn forget(&self, extensions: &[&str]) {
        let is_one = |path: &PathBuf| extensions.iter().any(|extension| is(path, extension));
        let gone: Vec<PathBuf> = self.files().into_keys().filter(is_one).collect();
        gone.iter().for_each(|file| fs::remove_file(file).expect("removed"));
    }

    fn write(&self, file: &str, text: &str) {
        fs::write(self.folder.path().join(file), text).expect("written");
    }
}

fn is(path: &Path, extension: &str) -> bool {
    path.extension().is_some_and(|found| found == extension)
}

fn told(command: &mut assert_cmd::Command) -> (Option<i32>, String, String) {
    let output = command.output().expect("it runs");
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("UTF-8");
    let without_time =
        |line: &str| line.rsplit_once(" (").filter(|(_, time)| time.ends_with("s)")).map_or(line, |(line, _)| line).to_owned();
    let errors: Vec<String> = text(&output.stderr).lines().map(without_time).collect();
    (output.status.code(), text(&output.stdout), errors.join("\n"))
}

#[test]
fn nothing_changed() {
    let place = Place::new();
    let fresh = place.fresh();
    assert!(place.files().is_empty(), "`--no-cache` keeps nothing");
    assert!(fresh.1.contains("unguarded-map-write") && fresh.1.contains("unsized-map"), "{}", fresh.1);
    assert_eq!(place.check(), fresh);
    let kept = place.files();
    assert_eq!(kept.len(), 5, "texts, facts, effects, and the run, which is also the last");
    assert_eq!(place.check(), fresh);
    assert_eq!(place.files(), kept, "nothing is written where nothing is new");
    for threads in ["1", "2", "8"] {
        assert_eq!(place.run(&["check", "--format", "full", "--verbose", "--threads", threads]), fresh);
    }
}

#[test]
fn whatever_a_run_depends_on_makes_it_another() {
    let place = Place::new();
    place.check();
    let mut last = place.check().1;
    let mut is_new = |what: &str, asked: &[&str]| {
        let mut without: Vec<&str> = asked.to_vec();
        without.push("--no-cache");
        let (told, fresh) = (place.run(asked), place.run(&without));
        assert_eq!(told, fresh, "{what}");
        assert_ne!(told.1, last, "{what} changes what is told");
        last = told.1;
    };
    let check = ["check", "--format", "full", "--verbose"];
    is_new("a flag", &["check", "--verbose", "--select", "unsized-map"]);
    is_new("other paths", &["check", "./b"]);
    place.write("maplint.toml", "[rules]\nignore = [\"unguarded-map-write\"]\n");
    is_new("a config", &check);
    place.write("maplint.toml", "[rules]\nerror = [\"unsized-map\"]\n");
    is_new("a config of the same size, nearly at the same time", &check);
    // The size and, as far as it can be set, the time are the same.
    let text = fs::read_to_string(place.folder.path().join("b/b.go")).expect("read");
    place.write("b/b.go", &text.replace("go a.Add(\"y\")", "// .Add(\"y\")"));
    place.settle();
    is_new("a text", &check);
    place.write("a/more.go", "package a\n\n// M is nil.\nvar M map[string]int\n\nfunc init() { M = nil }\n\nfunc f() {\n\tvar m map[string]int\n\tm[\"a\"] = 1\n}\n");
    is_new("a new file", &check);
    fs::remove_file(place.folder.path().join("a/more.go")).expect("removed");
    is_new("a file that is gone", &check);
}

#[test]
fn rules_of_ones_own_count() {
    let place = Place::new();
    let page = read("rules/unsized-map.md").replace("unsized-map", "my-unsized-map");
    fs::create_dir(place.folder.path().join("own")).expect("made");
    let check = ["check", "--rules", "own", "--format", "concise", "--select", "my-unsized-map"];
    let fresh = ["check", "--rules", "own", "--format", "concise", "--select", "my-unsized-map", "--no-cache"];
    let mut told = Vec::new();
    for summary in ["message = \"", "message = \"mine: "] {
        place.write("own/my-unsized-map.md", &page.replacen("message = \"", summary, 1));
        let first = place.run(&check);
        let kept = place.files();
        assert_eq!(place.run(&check), first);
        assert_eq!(place.files(), kept, "the run is known again");
        assert_eq!(place.run(&fresh), first);
        told.push(first.1);
    }
    assert!(told[0].contains("[my-unsized-map]") && told[0] != told[1] && told[1].contains("mine: "), "{told:?}");
}

#[test]
fn a_package_outside_of_the_project_counts() {
    let place = Place::new();
    let library = "package lib\n\n// Locker locks.\ntype Locker struct{ Names map[string]int }\n";
    place.write("go.mod", "module example.com/a\n\ngo 1.22\n\nrequire example.com/lib v1.0.0\n");
    fs::create_dir_all(place.folder.path().join("vendor/example.com/lib")).expect("made");
    place.write("vendor/example.com/lib/lib.go", library);
    place.write("b/b.go", "package b\n\nimport \"example.com/lib\"\n\nvar L lib.Locker\n\n// F starts two.\nfunc F() {\n\tgo func() { L.Names[\"a\"]++ }()\n\tgo func() { L.Names[\"b\"]++ }()\n}\n");
    place.settle();
    let fresh = place.fresh();
    assert_eq!([place.check(), place.check()], [fresh.clone(), fresh.clone()]);
    place.write("vendor/example.com/lib/lib.go", &library.replace("map[string]int ", "[]int "));
    place.settle();
    let changed = place.fresh();
    assert_ne!(changed.1, fresh.1);
    assert_eq!(place.check(), changed);
    // What is kept of it counts only where it is whole; with the run gone it is asked for.
    let kept = place.files().into_iter().find(|(path, _)| is(path, "libraries"));
    let (path, whole) = kept.expect("the package is kept");
    for is_damaged in [false, true] {
        place.forget_run();
        if is_damaged {
            fs::write(&path, &whole[..whole.len() / 2]).expect("damaged");
        }
        let (code, out, errors) = place.check();
        assert_eq!((code, &out), (changed.0, &changed.1));
        assert_eq!(errors.contains("is damaged: it is made anew"), is_damaged, "{errors}");
        assert_eq!(fs::read(&path).expect("read"), whole);
    }
    // One that is there no more is known no more.
    fs::remove_dir_all(place.folder.path().join("vendor")).expect("removed");
    assert_eq!(place.check(), place.fresh());
}

#[test]
fn one_changed_file_leaves_the_facts_of_the_others() {
    let place = Place::new();
    place.check();
    let text = fs::read_to_string(place.folder.path().join("b/b.go")).expect("read");
    place.write("b/b.go", &format!("{text}\n// More.\n"));
    assert_eq!(place.check(), place.fresh());
    assert_eq!(place.check(), place.fresh());
    // A tree that was copied has other times and the same texts.
    place.settle();
    assert_eq!(place.check(), place.fresh());
}

/// Where comments and white space alone are others, what was found stands where its code stands now.
#[test]
fn code_that_moved_is_not_analysed_again() {
    let place = Place::new();
    place.write(
        "b/c.go",
        "package b

//maplint:ignore unsized-map -- it is small
func small(names []string) map[string]int {
	places := map[string]int{}
	for at, name := range names {
		places[name] = at
	}
	return places
}

// CONCURRENCY_SAFE: false
var m = map[string]int{}

func more(names []string) map[string]int {
	go func() { m[\"a\"]++ }()
	m[\"b\"]++
	places := make(map[string]int)
	for at, name := range names {
		places[name] = at
	}
	return places
}
",
    );
    place.settle();
    let mut last = place.check();
    let facts = || place.files().into_iter().find(|(path, _)| is(path, "facts"));
    let before = facts();
    let files = ["a/a.go", "b/b.go", "b/c.go", "crates/src/lib.rs"];
    let texts = files.map(|file| fs::read_to_string(place.folder.path().join(file)).expect("read"));
    let edits: [fn(&str) -> String; 4] = [
        |text| format!("// One.\n// Two.\n\n{text}\n// Last.\n"),
        |text| text.replace(" {\n", " { // ein Zeichen mehr: ß\n"),
        |text| text.replace('\n', "\n\n"),
        |text| text.replace('\n', "\r\n"),
    ];
    let mut moved = 0;
    for edit in edits {
        for (file, text) in files.iter().zip(&texts) {
            place.write(file, &edit(text));
            let fresh = place.fresh();
            assert_eq!(place.check(), fresh, "{file}");
            assert_eq!(place.check(), fresh, "{file}");
            let sarif = ["check", "--format", "sarif", "--no-cache"];
            assert_eq!(place.run(&sarif[..3]), place.run(&sarif), "{file}: with its fixes");
            moved += usize::from(fresh.1 != last.1);
            last = fresh;
        }
    }
    assert!(moved > edits.len() * 3, "findings move");
    assert!(facts() == before, "no facts were asked for but those of before");
    for (file, words, others) in [("a/a.go", "N[name]++", "N[name]--"), ("b/c.go", "(map[string]int)", "(map[string]int /* of all */)")] {
        let before = facts();
        let text = fs::read_to_string(place.folder.path().join(file)).expect("read");
        place.write(file, &text.replace(words, others));
        assert_eq!(place.check(), place.fresh());
        assert!(facts() != before, "{file}: another thing is done, or a fix has no place that is known");
    }
}

/// Facts keep no comments: where a promise is asked for by their words, they count.
#[test]
fn a_comment_that_asks_for_a_promise_is_no_move() {
    let place = Place::new();
    place.write("maplint.toml", "[[contracts.require]]\nmarker = \"owner:\"\n");
    let told = || {
        let fresh = place.fresh();
        assert_eq!(place.check(), fresh);
        fresh.1.contains("missing-concurrency-contract")
    };
    let marked = |words: &str| place.write("a/a.go", &format!("package a\n\n// {words}\nvar n = map[string]int{{}}\n"));
    let found = ["owns: us", "owner: us", "owns: us"].map(|words| {
        marked(words);
        told()
    });
    assert_eq!(found, [false, true, false]);
}

#[test]
fn what_is_damaged_is_told_and_made_anew() {
    let place = Place::new();
    let fresh = place.fresh();
    place.check();
    for (path, whole) in place.files() {
        let mut flipped = whole.clone();
        *flipped.last_mut().expect("it has a head") ^= 1;
        for damaged in [Vec::new(), whole[..whole.len() / 2].to_vec(), flipped, b"no cache at all".to_vec()] {
            if is(&path, "facts") || is(&path, "effects") {
                place.forget_run();
            }
            if is(&path, "last") {
                place.forget(&["run"]);
            }
            fs::write(&path, damaged).expect("damaged");
            let (code, out, errors) = place.check();
            assert_eq!((code, &out), (fresh.0, &fresh.1));
            let told = errors.lines().filter(|line| line.contains("is damaged: it is made anew")).count();
            assert_eq!(told, 1, "{}: {errors}", path.display());
            assert_eq!(place.check(), fresh, "it is whole again");
            assert_eq!(fs::read(&path).expect("read"), whole);
        }
    }
}

#[test]
fn a_cache_that_cannot_be_written_stops_nothing() {
    let place = Place::new();
    let fresh = place.fresh();
    let file = place.cache.path().join("file");
    fs::write(&file, "").expect("written");
    let folder = file.join("cache").to_string_lossy().into_owned();
    let (code, out, errors) = place.run(&["check", "--format", "full", "--verbose", "--cache-dir", &folder]);
    assert_eq!((code, out), (fresh.0, fresh.1));
    assert!(errors.contains("cannot be written"), "{errors}");
}

#[test]
fn runs_beside_one_another_share_it() {
    let place = Place::new();
    let fresh = place.fresh();
    for _ in 0..3 {
        thread::scope(|scope| {
            let runs: Vec<_> = (0..6).map(|_| scope.spawn(|| place.check())).collect();
            runs.into_iter().for_each(|run| assert_eq!(run.join().expect("it ends"), fresh));
        });
        place.forget_run();
    }
}

#[test]
fn the_cache_is_told_and_taken_away() {
    let place = Place::new();
    let (code, out, _) = place.run(&["cache", "status"]);
    assert!(code == Some(0) && out.ends_with(": 0 files, 0 bytes\n"), "{out}");
    place.check();
    let (_, out, _) = place.run(&["cache", "status"]);
    assert!(out.contains(": 5 files, "), "{out}");
    let (code, _, errors) = place.run(&["cache", "clean"]);
    assert!(code == Some(0) && errors.contains("5 files, ") && place.files().is_empty(), "{errors}");
}

/// Each case of the repository gives the same, cold and with what was kept.
#[test]
fn all_cases_are_told_alike() {
    for language in ["go", "rust"] {
        let place = Place::new();
        copy_folder(&root().join("testdata").join(language), &place.folder.path().join("cases"));
        place.settle();
        let args = [
            "check",
            "--no-config",
            "--select",
            "all",
            "--format",
            "json",
            "--min-confidence",
            "possible",
            "--show-suppressed",
            "cases/...",
        ];
        let without_time = |(code, out, errors): (Option<i32>, String, String)| {
            let mut json: serde_json::Value = serde_json::from_str(&out).expect("JSON");
            if let Some(summary) = json.get_mut("summary").and_then(serde_json::Value::as_object_mut) {
                summary.retain(|key, _| !key.contains("elapsed") && !key.contains("ms"));
            }
            (code, json, errors)
        };
        let mut cold_args = args.to_vec();
        cold_args.push("--no-cache");
        let cold = without_time(place.run(&cold_args));
        assert_eq!(without_time(place.run(&args)), cold, "{language}: while it is kept");
        assert_eq!(without_time(place.run(&args)), cold, "{language}: the run");
        place.forget_run();
        assert_eq!(without_time(place.run(&args)), cold, "{language}: the facts");
        // What other functions are recalled to do holds beside what these are found to do now.
        for part in 0..3 {
            for path in sources(place.folder.path()).iter().skip(part).step_by(3) {
                let text = fs::read_to_string(path).expect("read");
                fs::write(path, with_more(&text, language)).expect("written");
            }
            assert_eq!(without_time(place.run(&args)), without_time(place.run(&cold_args)), "{language}: a part is changed");
        }
    }
}

/// The sources below a folder, in order.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let entries = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().flatten();
    let files = entries.filter(|entry| entry.file_type().is_file()).map(walkdir::DirEntry::into_path);
    files.filter(|path| is(path, "go") || is(path, "rs")).collect()
}

/// Each function does something more, of which nothing comes; in Rust the file alone says more.
fn with_more(text: &str, language: &str) -> String {
    if language == "rust" {
        return format!("{text}\n// More.\n");
    }
    let line = |line: &str| match line.starts_with("func ") && line.ends_with('{') {
        true => format!("{line}\n\t_ = 0\n"),
        false => format!("{line}\n"),
    };
    text.lines().map(line).collect()
}

/// That a file is where it is in the cache has nothing to do with where the run is started: the paths that are shown do.
#[test]
fn another_folder_has_a_cache_of_its_own() {
    let place = Place::new();
    place.check();
    let inner: &Path = &place.folder.path().join("a");
    let (told, fresh) = (
        told(place.command(&["check", "./..."]).current_dir(inner)),
        told(place.command(&["check", "./...", "--no-cache"]).current_dir(inner)),
    );
    assert_eq!(told, fresh);
}
