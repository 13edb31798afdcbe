//! Both parsers against one another, and what is left to the grammar.

use super::super::lower::lower_parsed;
use super::super::parse::{self, Parsed, Plain};
use super::parse;
use crate::frontend::mutants::{MUTANTS, mutated};
use crate::source::{self, Language};
use rayon::prelude::*;
use std::fs;
use std::path::{Path, PathBuf};
use walkdir::{DirEntry, WalkDir};

/// Whether the text is read here; if so, its facts have to be those that the grammar's tree gives.
#[track_caller]
fn is_read(text: &str, name: &str) -> bool {
    let Some(tree) = parse(text) else { return false };
    let (parsed, plain) = parse::by_grammar(text);
    let facts = lower_parsed(text, "f.go", &Parsed::Whole(tree), &Plain::default());
    assert!(facts == lower_parsed(text, "f.go", &parsed, &plain), "{name}");
    true
}

fn is_body_read(statements: &str) -> bool {
    is_read(&format!("package p\nfunc f() {{\n{statements}\n}}\n"), statements)
}

#[test]
fn the_cases_are_read_as_the_grammar_reads_them() {
    let cwd = Path::new(env!("CARGO_MANIFEST_DIR"));
    let project = source::discover(&["testdata/go/...".to_owned()], cwd, &source::Options::default());
    let (mut read, mut all) = (0, 0);
    for file in project.files.iter().filter(|file| file.language == Language::Go) {
        let text = source::read(file).expect("a file of the cases");
        all += 1;
        read += usize::from(is_read(&text, &file.display));
    }
    assert!(all > 100 && read * 100 > all * 97, "of {all} files {read} are read");
}

#[test]
fn forms_that_could_be_two_things_give_the_same_facts() {
    for statements in [
        "a[i](x)",
        "a.b[i](x)",
        "f[K, V](x)",
        "f[K, V]()",
        "p.f[[]int](x)",
        "x := T[K]{}",
        "x := p.T[K, V]{a: 1}",
        "if a[i] == (T{}) {\n}",
        "for _, x := range m[k] {\n}",
        "(*T)(x)",
        "x := *(*[]int)(p)",
        "*(*map[string]bool)(f(&x)) = nil",
        "return *(*[]T)(p), *(*T)(p)",
        "x := *(*p.T)(q)",
        "x := *(y) + *(*z)",
        "*(*interface{})(p) = i",
        "([]byte)(x)",
        "a((*[2]byte)(x))",
        "x := new(p.T)",
        "x := make(map[string][]int, n)",
        "switch x := y.(type) {\ncase nil, *T:\n\ndefault:\n}",
        "switch x := f(); y := x.(type) {\ncase T:\n}",
        "select {\ncase v, ok := <-c:\n f()\n\n\ncase c <- 1:\n}",
        "L:\nfor i, j := 0, 1; i < j; i++ {\n continue L\n}\nM:",
        "x.y(func(a, b int, c ...T) (n int, err error) { return })",
        "x = a +\n b*c | -d // e\n",
    ] {
        assert!(is_body_read(statements), "{statements}");
    }
}

#[test]
fn what_is_in_doubt_or_broken_is_left_to_the_grammar() {
    for statements in [
        "x := new(1)",
        "x := new(T[K])",
        "x := *(*[]int)(p)[0]",
        "x := **(*[]int)(p)",
        "x := a[b.c][d.e]",
        "x := f[p.T]()",
        "x := 08",
        "x := 'ab'",
        "x := \"open",
        "x := é",
        "if x {",
        "f(",
        "a b",
        "a;;b",
        "nil:\nf()",
        "x := a[i::j]",
        "x := new{1}",
        "x := []int",
        "x := f /* \n */ \n",
    ] {
        assert!(!is_body_read(statements), "{statements}");
    }
    for text in ["package p\nx := 1\n", "package p\nfunc (t T) m[P any]() {}\n", "package p\ntype T [a * b]int\n", "\u{feff}package p\n"] {
        assert!(parse(text).is_none(), "{text}");
    }
}

#[test]
fn a_text_may_end_without_the_end_of_its_line() {
    for text in ["package p", "package p\ntype T int", "package p\nvar x = f()", "package p\nfunc f() {}"] {
        assert!(is_read(text, text), "{text}");
    }
}

#[test]
fn what_is_nested_too_deeply_is_left_to_the_grammar() {
    for (open, close) in [("(", ")"), ("[]T{", "}"), ("f(", ")"), ("!", ""), ("func() { x := ", "\n}")] {
        let nested = |depth| format!("x := {}1{}", open.repeat(depth), close.repeat(depth));
        assert!(is_body_read(&nested(20)), "{open}");
        assert!(!is_body_read(&nested(100_000)), "{open}");
    }
}

/// `MAPLINT_GO_TREE=folder cargo test --release --lib strict -- --ignored --nocapture` holds the parsers against one another
/// over all Go files below a folder, as they are and with lines of them left out, doubled, or swapped with the next.
#[test]
#[ignore = "takes minutes, of a folder that MAPLINT_GO_TREE names"]
#[expect(clippy::print_stderr, reason = "how many are read, for those who ask with --nocapture")]
fn a_tree_is_read_as_the_grammar_reads_it() {
    let folder = std::env::var("MAPLINT_GO_TREE").expect("MAPLINT_GO_TREE names a folder");
    let files = WalkDir::new(folder).into_iter().flatten().map(DirEntry::into_path);
    let files: Vec<PathBuf> = files.filter(|path| path.extension().is_some_and(|extension| extension == "go") && path.is_file()).collect();
    let (whole, changed): (Vec<bool>, Vec<usize>) = files
        .par_iter()
        .filter_map(|path| Some((path, fs::read_to_string(path).ok()?)))
        .map(|(path, text)| {
            let name = path.to_string_lossy();
            let mutants = (0..MUTANTS).filter(|mutant| is_read(&mutated(&text, *mutant), &format!("{name}, mutant {mutant}")));
            (is_read(&text, &name), mutants.count())
        })
        .unzip();
    let read = whole.iter().filter(|read| **read).count();
    eprintln!("of {} files {read} are read, and of {MUTANTS} mutants each {} in all", whole.len(), changed.iter().sum::<usize>());
}
