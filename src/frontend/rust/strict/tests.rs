//! Both parsers against one another, and what is left to syn.

use super::{Parsed, Parser, Refused};
use crate::frontend::mutants::{MUTANTS, mutated};
use crate::frontend::rust::from_syn;
use crate::frontend::rust::lex::outline;
use crate::frontend::rust::parse::{self, prefix_len};
use crate::frontend::rust::tree::{Attribute, Item};
use crate::source::{self, Language};
use quote::ToTokens;
use rayon::prelude::*;
use std::fs;
use std::panic::catch_unwind;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use walkdir::{DirEntry, WalkDir};

/// The tree of a text, where it is read here; else the byte where it is not.
fn read(text: &str) -> Result<(Vec<Attribute>, Vec<Item>), usize> {
    let outline = outline(text);
    if let Some(loss) = outline.too_deep {
        return Err(loss.span.start as usize);
    }
    let Ok(mut parser) = Parser::of_file(&outline.tokens) else { return Err(0) };
    match file(&mut parser) {
        Ok(file) => Ok(file),
        Err(Refused) => Err(parser.span().start as usize),
    }
}

fn file(parser: &mut Parser<'_>) -> Parsed<(Vec<Attribute>, Vec<Item>)> {
    let attributes = parser.file_attributes()?;
    let mut items = Vec::new();
    while let Some(item) = parser.next_item()? {
        items.push(item);
    }
    Ok((attributes, items))
}

/// Whether the text is read here; if so, its tree has to be that of syn.
#[track_caller]
fn is_read(text: &str, name: &str) -> bool {
    let Ok((attributes, items)) = read(text) else { return false };
    let source = match parse::parse(text, prefix_len(text)..text.len()) {
        Ok(source) => source,
        Err(loss) => panic!("{name} is read, but not by syn: {loss:?}"),
    };
    let (syn_attributes, syn_items) = from_syn::file(&source);
    assert_eq!(attributes, syn_attributes, "{name}");
    assert_eq!(items.len(), syn_items.len(), "{name}");
    for (item, syn_item) in items.iter().zip(&syn_items) {
        assert!(item == syn_item, "{name}: {}", difference(item, syn_item));
    }
    proc_macro2::extra::invalidate_current_thread_spans();
    true
}

/// The first lines in which two items differ.
fn difference(item: &Item, other: &Item) -> String {
    let (one, other) = (format!("{item:#?}"), format!("{other:#?}"));
    let lines: Vec<(&str, &str)> = one.lines().zip(other.lines()).collect();
    let at = lines.iter().position(|(one, other)| one != other).unwrap_or_default();
    let around = lines.iter().skip(at.saturating_sub(12)).take(20);
    around.map(|(one, other)| if one == other { format!("{one}\n") } else { format!("{one}   !!   {other}\n") }).collect()
}

fn is_body_read(statements: &str) -> bool {
    is_read(&format!("fn f() {{\n{statements}\n}}\n"), statements)
}

/// The Rust files of some folders of the project: what each is shown as, and its text.
fn files(folders: &[&str]) -> Vec<(String, String)> {
    let cwd = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folders: Vec<String> = folders.iter().map(|folder| (*folder).to_owned()).collect();
    let project = source::discover(&folders, cwd, &source::Options::default());
    let files = project.files.iter().filter(|file| file.language == Language::Rust);
    files.map(|file| (file.display.clone(), source::read(file).expect("a file of the project"))).collect()
}

#[test]
fn the_cases_are_read_as_syn_reads_them() {
    let files = files(&["testdata/rust", "src"]);
    let read = files.iter().filter(|(name, text)| is_read(text, name)).count();
    assert!(files.len() > 100 && read * 100 > files.len() * 97, "of {} files {read} are read", files.len());
}

#[test]
fn other_white_space_between_the_same_tokens_is_read_too() {
    for (name, text) in files(&["testdata/rust"]) {
        if let Ok(source) = parse::parse(&text, prefix_len(&text)..text.len()) {
            let printed = source.file.to_token_stream().to_string();
            assert_eq!(is_read(&printed, &name), is_read(&text, &name), "{name}");
        }
    }
}

#[test]
fn forms_that_could_be_two_things_give_the_same_tree() {
    for statements in [
        "a::<T>(b < c, d > e)",
        "let x: Vec<Vec<u8>>= v;",
        "if a == (T {}) {}",
        "if a.b == c {} else if let Some(x) = d && x > 1 {}",
        "while let Some(x) | Other(x) = f() {}",
        "match x { 1 | 2 => a, 3..=4 if b => { c } _ => d, }",
        "match x { A::B { ref c, mut d, e: _, .. } => {} (a, .., b) => (), [a, rest @ .., b] => (), -1 => (), \"x\" => () }",
        "if x {} \n -1",
        "match x {} \n (a, b);",
        "let x = { 1 } + 2;",
        "unsafe { a }.b();",
        "let Some(x) = f() else { return };",
        "let x = if a { b } else { c };",
        "a.0.1.b[c]?.await",
        "x.0.1.2 = 1.;",
        "a..b; ..b; a..; ..; ..=b; a..=b;",
        "for i in 0..n {}",
        "for x in a..b.c() {}",
        "return;",
        "let f = |a, (b, c): (u8, u8), &d| -> u8 { a };",
        "let f = async move |x| x; let g = async { 1 }; let h = || ..;",
        "&&a; &mut *b; -c as u8 as u16 + 1; !d; &raw const e;",
        "a && b || c == d & e | f ^ g << 1 >> 2;",
        "a = b = c; a += b; a <<= 1; a >>= b >= c;",
        "<T as Trait>::f::<u8>(x); <[u8]>::len(&x); ::std::mem::drop(x);",
        "m!{ a b c } m!(x).y(); m![1; 2]; m! { x }.z",
        "'a: loop { break 'a; continue 'a }",
        "let x = 'b: { break 'b 1 };",
        "#[cfg(a)] f(); #[cfg(b)] { g() } #[cfg(c)] let x = 1; #[cfg(d)] x = 2;",
        "struct S; fn g() {} ; use a::{self, b as c, d::*}; S { a, b: c, ..d }",
        "let x = \"a\\n\\u{e9}\\x41\\\n   b\"; let y = r#\"\"a\"\"#; let z = (1u8, 0xff_u32, 1_000, 1e3, 1f32, 0b1, 'c', b'd', b\"e\", c\"f\");",
        "let x: &'a mut dyn Fn(u8) -> u8; let y: impl A + 'b + ?Sized; let z: [u8; 4]; let w: [u8; N]; let v: fn(u8, ...) -> !;",
        "let x: for<'a> fn(&'a u8); let y: Box<dyn for<'a> Fn(&'a u8) + Send>; let z: *const (); let w: (u8,); let v: (u8); let u: _;",
        "let x: A<'a, T, 3, { 4 }, Item = u8, Other: Bound>;",
        "return a..b; break; yield x;",
        "let x = move || async move { y.await? };",
        "if let A { .. } = b {}",
        "let r#type = r#match;",
        "m!(#\"a\", ##b, d\"c\"); f()",
        "x.0. b(); x.0.1. await; try!(a); let A(box b, box (c, _)) = d;",
    ] {
        assert!(is_body_read(statements), "{statements}");
    }
    for text in [
        "//! a\n#![b]\n/// c\n#[d(e)]\npub(crate) struct A<T: B + 'static, const N: usize = 3>(pub T, (u8), pub(in a::b) C) where T: D;",
        "pub unsafe trait A<T>: B + C where T: D { const X: u8 = 1; type Y: Z; fn f(&self); fn g(self: Box<Self>, _: u8) -> T { 1 } m!(); }",
        "unsafe impl<T> !Send for A<T> {} impl A { pub const fn f(mut self) {} type X = u8; const Y: u8 = 1; } default impl A for B {}",
        "extern \"C\" { pub fn f(a: u8, ...); static X: u8; safe fn g(); type T; } pub extern crate a as b; unsafe extern \"C\" {}",
        "pub enum A { B = 1, C { a: u8 }, D(u8) = 300, #[cfg(x)] E }",
        "macro_rules! a { () => {} } a!(); thread_local! { static X: u8 = 1; } union U { a: u8 } pub macro m($a:tt) { $a }",
        "const _: () = (); static mut X: u8 = 1; type A<T> where T: B = C<T>; trait A = B + C; mod a { #![b] use c; } mod d;",
        "pub async unsafe extern \"C\" fn f<'a, T>(x: &'a T) -> impl Fn(u8) -> u8 + 'a where for<'b> T: A<'b>, 'a: 'static {}",
        "\u{feff}#!/bin/x\nfn f() {}",
        "/// a\r\n/** b\r\n c */\r\nfn f() {}\r\n",
        "fn f(); impl A { fn g(); } fn h<T>() where T: ::a::B + 'static, Self: C {}",
        "#[doc = include_str!(\"a\")] #[unsafe(no_mangle)] #[a::b{c}] fn f() { #![allow(x)] }",
    ] {
        assert!(is_read(text, text), "{text}");
    }
}

#[test]
fn what_is_broken_or_not_known_is_left_to_syn() {
    for statements in [
        "a b",
        "let x = ;",
        "if x { ",
        "f(",
        "a < b < c;",
        "let x = \"\\q\";",
        "x as u8.y;",
        "match x { 1 => a 2 => b }",
        "let Some(x) = if a { b } else { c } else { return };",
        "break 'a: loop {};",
        "become f();",
        "a <- b;",
        "'a",
        "let x = 1 2;",
        "{ #![a] }",
        "struct;",
        "a.1u8;",
        "0x5.8;",
        "r#_;",
        "let x: unsafe<'a> T;",
    ] {
        assert!(!is_body_read(statements), "{statements}");
    }
    for text in [
        "static X: u8;",
        "impl !A {}",
        "fn f() {} }",
        "const fn",
        "use {::a};",
        "fn f<T>() where<T> A: B {}",
        "const X<T>: u8 = 1;",
        "/// a\r b\nfn f() {}",
    ] {
        assert!(read(text).is_err(), "{text}");
    }
}

/// `MAPLINT_RUST_TREE=folder cargo test --release --lib strict -- --ignored --nocapture` holds the parsers against one another
/// over all Rust files below a folder, as they are and with lines of them left out, doubled, or swapped with the next.
#[test]
#[ignore = "takes minutes, of a folder that MAPLINT_RUST_TREE names"]
#[expect(clippy::print_stderr, reason = "which are read, for those who ask with --nocapture")]
fn a_tree_is_read_as_syn_reads_it() {
    let folder = std::env::var("MAPLINT_RUST_TREE").expect("MAPLINT_RUST_TREE names a folder");
    let files = WalkDir::new(folder).into_iter().flatten().map(DirEntry::into_path);
    let files: Vec<PathBuf> = files.filter(|path| path.extension().is_some_and(|extension| extension == "rs") && path.is_file()).collect();
    let differ = AtomicUsize::new(0);
    let compare = |path: &PathBuf| {
        let text = fs::read_to_string(path).ok()?;
        let name = path.to_string_lossy();
        let whole = is_read(&text, &name);
        if !whole && parse::parse(&text, prefix_len(&text)..text.len()).is_ok() {
            eprintln!("{name} is left to syn for what stands at byte {:?}", read(&text).err());
        }
        let mutants = (0..MUTANTS).filter(|mutant| is_read(&mutated(&text, *mutant), &format!("{name}, mutant {mutant}")));
        Some((whole, mutants.count()))
    };
    // All that differ are told, not the first alone.
    let compare = |path: &PathBuf| {
        catch_unwind(|| compare(path)).unwrap_or_else(|_| {
            differ.fetch_add(1, Ordering::Relaxed);
            None
        })
    };
    let pool = rayon::ThreadPoolBuilder::new().stack_size(64 << 20).build().expect("threads");
    let (whole, changed): (Vec<bool>, Vec<usize>) = pool.install(|| files.par_iter().filter_map(compare).unzip());
    let read = whole.iter().filter(|read| **read).count();
    assert_eq!(differ.into_inner(), 0);
    eprintln!("of {} files {read} are read, and of {MUTANTS} mutants each {} in all", whole.len(), changed.iter().sum::<usize>());
}
