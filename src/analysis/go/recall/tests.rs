//! Which files have functions that are interpreted again after a change, and that the model is the same either way.

use super::*;
use crate::analysis::cost::Asked;
use crate::analysis::{Model, Stop, analyse};
use crate::facts::{FileFacts, FileInfo, Name, Node, NodeId, ProgramBuilder, Unit};
use crate::frontend::{go, rust};
use crate::source::Language;
use std::collections::BTreeMap;

/// What is kept, by the text that it is of, of declarations with one number.
#[derive(Default)]
struct Kept {
    texts: Vec<String>,
    declared: u128,
    by_text: Mutex<BTreeMap<String, Vec<u8>>>,
    /// The files that were kept in the last run.
    last: Mutex<Vec<FileId>>,
    told: Mutex<u128>,
}

impl Recall for Kept {
    fn recalled(&self, declared: u128) -> Vec<Option<Recalled>> {
        *self.told.lock().expect("held by nobody") = declared;
        let by_text = self.by_text.lock().expect("held by nobody");
        let of = |text: &String| by_text.get(text).filter(|_| declared == self.declared);
        self.texts.iter().map(|text| Some(postcard::from_bytes(of(text)?).expect("as it was kept"))).collect()
    }

    fn keep(&self, _: u128, file: FileId, kept: &Keep<'_>) {
        let bytes = postcard::to_allocvec(kept).expect("plain data");
        self.by_text.lock().expect("held by nobody").insert(self.texts[file.index()].clone(), bytes);
        self.last.lock().expect("held by nobody").push(file);
    }
}

fn model(texts: &[&str], recall: Option<&dyn Recall>) -> Model {
    model_of(texts, recall, |_| {})
}

fn model_of(texts: &[&str], recall: Option<&dyn Recall>, change: impl Fn(&mut FileFacts) + Sync) -> Model {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).stack_size(64 << 20).build().expect("one thread");
    pool.install(|| {
        let mut builder = ProgramBuilder::new(go::library(), rust::library());
        let language = |text: &str| if text.starts_with("package ") { Language::Go } else { Language::Rust };
        for text in texts {
            let language = language(text);
            let mut facts = if language == Language::Go { go::lower(text, "a.go") } else { rust::lower(text, 2024) };
            change(&mut facts);
            builder.file(FileInfo { language, requested: true, ..FileInfo::default() }, facts);
        }
        let of_go = texts.iter().enumerate().filter(|(_, text)| language(text) == Language::Go);
        let name = Name::from("p");
        builder.unit(Unit {
            language: Language::Go,
            path: name,
            name,
            files: of_go.map(|(index, _)| FileId(narrow(index))).collect(),
            module: name,
            is_main: false,
            is_test: false,
            edition: 0,
            go_version: None,
            dependencies: Vec::new(),
        });
        analyse(&builder.finish(), Asked::default(), recall, &Stop::default())
    })
}

/// Runs over one program after another; after each, the files of which something was interpreted anew.
fn check(programs: &[[&str; 2]], expected: &[&[u32]]) {
    let mut kept = Kept::default();
    let mut found: Vec<Vec<u32>> = Vec::new();
    for texts in programs {
        kept.texts = texts.iter().map(|text| (*text).to_owned()).collect();
        let recalled = format!("{:?}", model(texts, Some(&kept)));
        assert_eq!(recalled, format!("{:?}", model(texts, None)), "{texts:?}");
        kept.declared = *kept.told.get_mut().expect("held by nobody");
        let mut last = std::mem::take(kept.last.get_mut().expect("held by nobody"));
        last.sort_unstable();
        found.push(last.iter().map(|file| file.0).collect());
    }
    assert_eq!(found, expected);
}

const CALLEE: &str =
    "package p\n\nimport \"sync\"\n\ntype T struct {\n\tmu sync.Mutex\n\tm map[int]int\n}\n\nfunc (t *T) enter() {\n\tt.mu.Lock()\n}\n";
const CALLER: &str =
    "package p\n\nfunc (t *T) Put(k int) {\n\tt.enter()\n\tt.m[k]++\n}\n\nfunc Run(t *T) {\n\tgo t.Put(1)\n\tgo t.Put(2)\n}\n";

#[test]
fn nothing_is_interpreted_again_where_nothing_changed() {
    check(&[[CALLEE, CALLER], [CALLEE, CALLER]], &[&[0, 1], &[]]);
}

#[test]
fn a_caller_is_interpreted_again_where_its_callee_does_something_else() {
    let more = CALLEE.replace("\tt.mu.Lock()\n", "\tt.mu.Lock()\n\tprintln()\n");
    check(&[[CALLEE, CALLER], [&more, CALLER]], &[&[0, 1], &[0]]);
    let none = CALLEE.replace("\tt.mu.Lock()\n", "\tprintln()\n");
    check(&[[CALLEE, CALLER], [&none, CALLER]], &[&[0, 1], &[0, 1]]);
}

#[test]
fn everything_is_interpreted_again_where_something_else_is_declared() {
    let other = CALLEE.replace("map[int]int", "map[int]uint");
    check(&[[CALLEE, CALLER], [&other, CALLER]], &[&[0, 1], &[0, 1]]);
}

#[test]
fn a_change_that_is_taken_back_is_known() {
    let none = CALLEE.replace("\tt.mu.Lock()\n", "\tprintln()\n");
    // Of one text, one run is kept: the last that interpreted something of the file.
    check(&[[CALLEE, CALLER], [&none, CALLER], [CALLEE, CALLER]], &[&[0, 1], &[0, 1], &[1]]);
}

#[test]
fn functions_of_rust_are_not_interpreted_as_go() {
    check(&[[CALLEE, "pub fn f() {\n    g();\n}\n\nfn g() {}\n"]], &[&[0]]);
}

#[test]
fn a_function_that_failed_is_interpreted_again_and_so_are_its_callers() {
    let mut kept = Kept { texts: vec![CALLEE.to_owned(), CALLER.to_owned()], ..Kept::default() };
    // No text gives a body in which a part is nowhere.
    let broken = |facts: &mut FileFacts| {
        for function in facts.functions.iter_mut().filter(|function| function.name.as_str() == "enter") {
            let root = function.root.expect("it has a body");
            function.body.nodes[root.index()] = Node::Defer(NodeId::new(function.body.nodes.len()));
        }
    };
    let failed = model_of(&[CALLEE, CALLER], Some(&kept), broken);
    assert_eq!((failed.faults.len(), failed.conflicts.len()), (1, 1));
    kept.declared = *kept.told.get_mut().expect("held by nobody");
    for interpreted in [[true, true], [false, false]] {
        kept.last.get_mut().expect("held by nobody").clear();
        let whole = model(&[CALLEE, CALLER], Some(&kept));
        assert_eq!((whole.faults.len(), whole.conflicts.len()), (0, 0));
        let last = kept.last.get_mut().expect("held by nobody");
        assert_eq!([0, 1].map(|file| last.contains(&FileId(file))), interpreted);
    }
}
