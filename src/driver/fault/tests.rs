//! Facts that no text gives, of bodies in which a part is nowhere; and a store that fails.

use super::*;
use crate::analysis::Stop;
use crate::analysis::fault::caught;
use crate::analysis::go::Recalled;
use crate::config::{Choice, Flags, Settings};
use crate::diagnostic::Diagnostic;
use crate::driver::{self, Checked, FactStore, Reach, Request, Unkept, Wanted};
use crate::facts::{FileFacts, LibraryPackage, Node, NodeId};
use crate::report::Progress;
use crate::source::{self, Overlay, Replaced, SourceFile};
use std::path::PathBuf;
use std::sync::Arc;

/// Lowers as any store does, but for what it breaks.
#[derive(Clone, Copy, Default)]
struct Breaks {
    /// Functions of these names.
    functions: &'static [&'static str],
    /// What is asked about earlier runs.
    recall: bool,
}

impl FactStore for Breaks {
    fn of_file(&self, file: &SourceFile, edition: u16, lower: &dyn Fn(&str) -> FileFacts) -> Result<Arc<FileFacts>, source::Error> {
        let facts = Unkept.of_file(file, edition, lower)?;
        let mut facts = Arc::unwrap_or_clone(facts);
        for function in facts.functions.iter_mut().filter(|function| self.functions.contains(&function.name.as_str())) {
            let nowhere = NodeId::new(function.body.nodes.len());
            let root = function.root.expect("it has a body");
            function.body.nodes[root.index()] = Node::Deref(nowhere);
        }
        Ok(Arc::new(facts))
    }

    fn of_libraries(&self, wanted: Wanted, read: &dyn Fn(&Wanted) -> Vec<LibraryPackage>) -> Arc<[LibraryPackage]> {
        Unkept.of_libraries(wanted, read)
    }

    fn keeps_effects(&self) -> bool {
        self.recall
    }

    fn recalled(&self, _: u128, _: &[SourceFile]) -> Vec<Option<Recalled>> {
        panic!("nothing can be recalled")
    }
}

const GO: &str = "package p

type T struct{ m map[int]int }

func First() {
\tvar m map[int]int
\tm[1] = 1
}

func Second() {
\tvar m map[int]int
\tm[1] = 1
}
";

const RUST: &str = "use std::collections::HashMap;
use std::sync::Mutex;

pub struct R { m: Mutex<HashMap<u8, u8>> }

impl R {
    pub fn first(&self) {
        let held = self.m.lock().unwrap();
        self.m.lock().unwrap().clear();
        drop(held);
    }

    pub fn second(&self) {
        let held = self.m.lock().unwrap();
        self.m.lock().unwrap().clear();
        drop(held);
    }
}
";

const ALL: [&str; 4] =
    ["p.go:7 nil-map-write", "p.go:12 nil-map-write", "src/lib.rs:9 map-guard-reentry", "src/lib.rs:15 map-guard-reentry"];

/// Where something is found, and what is told of faults, without what the panics say.
fn run(store: Breaks) -> (Vec<String>, Vec<String>) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut overlay = Overlay::default();
    let files =
        [("go.mod", "module p\n"), ("p.go", GO), ("Cargo.toml", "[package]\nname = \"p\"\nedition = \"2024\"\n"), ("src/lib.rs", RUST)];
    for (path, text) in files {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().expect("in the folder")).expect("it can be made");
        std::fs::write(&path, text).expect("written");
        overlay.put(path, Replaced::By(Arc::from(text.as_bytes())));
    }
    let paths = [PathBuf::from("./...")];
    let settings = Settings::new(Choice::Defaults, Flags::default(), &paths, folder.path()).expect("the defaults are well formed");
    let request = Request {
        paths: &paths,
        overlay: &overlay,
        reach: Reach::Paths,
        rules: &driver::rules(&[]),
        settings: &settings,
        threads: None,
        stop: &Stop::default(),
        inventory: true,
        store: &store,
    };
    let Checked { gathered, sources, .. } = driver::check(&request, &Progress::new(false));
    let found = gathered.diagnostics.iter().filter(|found| ["nil-map-write", "map-guard-reentry"].contains(&found.rule.as_str()));
    let at = |found: &Diagnostic| {
        let at = found.primary.location;
        format!("{}:{} {}", sources.path(at.file), sources.line(at), found.rule)
    };
    let told = gathered.problems.iter().map(|problem| {
        assert!(problem.blocking);
        let (message, _) = problem.message.split_once(" (").expect("it says what the panic says");
        format!("{}:{} {message}", problem.file, problem.line.unwrap_or_default())
    });
    (found.map(at).collect(), told.collect())
}

#[track_caller]
fn check(broken: Breaks, found: &[&str], told: &[&str]) {
    let (was_found, was_told) = run(broken);
    assert_eq!(
        (was_told, was_found),
        (told.iter().map(|told| (*told).to_owned()).collect(), found.iter().map(|found| (*found).to_owned()).collect())
    );
}

#[test]
fn a_panic_costs_the_function_that_it_is_over() {
    check(Breaks::default(), &ALL, &[]);
    let told = "maplint failed on the function";
    let rest = "; please report it with the file: the rest is checked";
    check(
        Breaks { functions: &["First", "second"], ..Breaks::default() },
        &[ALL[1], ALL[2]],
        &[&format!("p.go:5 {told} `First`{rest}"), &format!("src/lib.rs:13 {told} `second`{rest}")],
    );
}

#[test]
fn a_panic_over_more_costs_its_language() {
    let told = ":0 maplint failed while analysing what is written in Go; please report it with the project";
    check(Breaks { recall: true, ..Breaks::default() }, &ALL[2..], &[told]);
}

#[test]
fn a_panic_says_why() {
    assert_eq!(caught(|| 1), Ok(1));
    let told = |work: fn()| caught(work).map_err(|reason| in_file("a.go", &reason).message);
    let expected =
        |reason: &str| Err(format!("maplint failed on this file; please report it with the file: the rest is checked ({reason})"));
    assert_eq!(told(|| panic!("no such node")), expected("no such node"));
    assert_eq!(told(|| panic!("node {}", 7)), expected("node 7"));
    assert_eq!(told(|| std::panic::panic_any(7)), expected("it does not say why"));
}
