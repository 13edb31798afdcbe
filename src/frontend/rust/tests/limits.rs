//! Any input: cut off, deeply nested, not Rust at all.

use super::*;
use crate::facts::Body;

const SAMPLE: &str = r##"#!/usr/bin/env run
//! ß 𝄞
use std::{collections::HashMap as Map, sync::*};
#[derive(Clone, Debug)] pub struct S<T: Send + 'static> where T: Sync { m: Map<String, T>, n: (u8, [u8; 4]) }
impl<T> Drop for S<T> { fn drop(&mut self) { let Some(x) = self.m.get("ß") else { return }; *x += 1 } }
async fn f(&a: &u8, (b, ..): (u8, u8)) -> Result<(), Box<dyn Fn(u8) -> u8>> {
    'a: loop { tokio::select! { biased; Some(x) = rx.recv(), if ok => { break 'a } else => panic!("{b} {}", a) } }
    if let Some(1..=5 | 9) = a.await? && b < 3 { return Ok(()) } else { vec![1; 4]; }
    match x { A { y, .. } if y => |z| z + 1, [h, .., t] => move || async move { t }, _ => unsafe { &raw const M } }
}
thread_local! { static T: u8 = 1 }
cfg_if! { if #[cfg(a)] { fn g() {} } else { fn h() {} } }
"##;

/// What must hold of the facts of any text.
fn check(text: &str) {
    for edition in [2018, 2024] {
        let facts = lower(text, edition);
        assert_eq!(facts, lower(text, edition), "not deterministic: {text}");
        assert!(!facts.scopes.is_empty());
        for function in &facts.functions {
            check_body(&function.body, text);
        }
        assert!(facts.losses.iter().all(|loss| loss.span.end as usize <= text.len()));
    }
}

fn check_body(body: &Body, text: &str) {
    assert_eq!(body.nodes.len(), body.spans.len());
    for span in &body.spans {
        assert!(text.get(span.start as usize..span.end as usize).is_some(), "{span:?} is no range of {text}");
    }
}

#[test]
fn every_prefix_gives_facts_or_a_loss() {
    assert_eq!(facts(SAMPLE).functions.len(), 5);
    for end in (0..SAMPLE.len()).filter(|end| SAMPLE.is_char_boundary(*end)) {
        check(&SAMPLE[..end]);
        check(&SAMPLE[end..]);
    }
}

#[test]
fn spans_are_bytes_of_the_whole_file() {
    for text in ["\u{feff}fn ß() { ü.lock(); }", "#!run\nfn ß() { ü.lock(); }", "\u{feff}#!run ß\n\nfn ß() { /* ß */ ü.lock(); }"] {
        let facts = facts(text);
        let at = |span: crate::source::Span| &text[span.start as usize..span.end as usize];
        let function = &facts.functions[0];
        assert_eq!(at(function.name_span), "ß");
        assert!(function.body.nodes.iter().zip(&function.body.spans).any(|(_, span)| at(*span) == "ü.lock()"), "{text}");
    }
}

#[test]
fn an_item_that_does_not_parse_is_one_loss() {
    let lost = |text: &str| {
        let facts = lower(text, 2021);
        let names = facts.functions.iter().map(|function| function.name.to_string()).collect::<Vec<_>>().join(" ");
        let losses = facts.losses.iter().map(|loss| &text[loss.span.start as usize..loss.span.end as usize]);
        (losses.collect::<Vec<_>>().join(" "), names)
    };
    let unlike = |(losses, names): (&str, &str)| (losses.to_owned(), names.to_owned());
    for (text, expected) in [
        ("fn f() { let x = ; }\nfn g() {}", (";", "g")),
        ("fn f() {} fn g() { 1 2 } #[cfg(a)] fn h() {} /** ß */ fn i() { m(a b) } struct S;", ("2 b", "f h")),
        (
            "/// A\n#[a]\n// B\npub fn f() {}\nconst C: u8 = { 1 } + unsafe { 2 };\nuse a::{b, c};\n= }\nimpl S { fn g() {} }\n",
            ("", "<initialisers> f g"),
        ),
        ("fn a() {}\nfn f() {\n    if x {\n}\n\n#[b]\nfn g() {\n    h(\n}\nfn i() {}\n", (" ", "a i")),
        ("#!run\nfn ß() { ü ü }\nmod m {\n    fn g() {}\n}\n", ("ü", "g")),
    ] {
        assert_eq!(lost(text), unlike(expected), "{text}");
    }
    let apart = lower("fn f() {}\n#![b]\nfn g() {}", 2021);
    assert_eq!((apart.losses.len(), apart.functions.len()), (1, 2), "each item parses, but not all of them together");
    let facts = lower("fn f() { let x = ; }", 2021);
    assert_eq!(facts.losses[0].message, "expected an expression");
    let cut = lower("fn f() {", 2021);
    assert_eq!(cut.losses[0].message, "a bracket, quote or comment is not closed, or a character is none of Rust");
}

#[test]
fn a_large_text_gives_the_facts_of_its_parts() {
    let item = "#![allow(x)]\nstatic A: M = M { a: { 1 } };\n/// ß\n#[b] fn f(m: &M) { m.lock().unwrap().insert(1, 2); }\nimpl S { pub fn g() {} }\nm! { } mod n { fn h() {} }\n";
    let items = &item[item.find("static").expect("it is there")..];
    let small = facts(item);
    let count = (5 << 19) / items.len();
    let text = format!("#![allow(x)]\n{}fn i() {{ 1 2 }}\nfn j() {{}}\n", items.repeat(count));
    let large = lower(&text, 2021);
    assert_eq!(large.losses.len(), 1);
    assert_eq!(large.attributes, small.attributes);
    assert_eq!(large.scopes.len() - 1, count * (small.scopes.len() - 1));
    assert_eq!(large.functions.len() - 2, count * (small.functions.len() - 1));
    let (first, last) = (function(&small, "h"), &large.functions[large.functions.len() - 2]);
    assert_eq!(first.body, Body { spans: first.body.spans.clone(), ..last.body.clone() });
    assert_eq!(&text[last.span.start as usize..last.span.end as usize], "fn h() {}");
}

#[test]
fn deep_input_degrades_instead_of_overflowing() {
    on_large_stack(move || {
        for text in nested(100_000) {
            let facts = lower(&text, 2021);
            assert_eq!(facts.losses.len(), 1, "{}", &text[..40]);
        }
    });
}

#[test]
fn what_is_just_not_too_deep_fits_the_stack() {
    on_large_stack(move || {
        for depth in [250, 299, 700, 990, 1490, 2990] {
            nested(depth).iter().for_each(|text| check(text));
        }
        for (prefix, many) in [("!", 2400), ("|| ", 1100), ("a::<B<", 70), ("if a {} else ", 500), ("a = ", 2300), ("a && ", 1100)] {
            let text = format!("fn f() {{ {}{}x{}; }}", "m!{ loop { if (".repeat(95), prefix.repeat(many), ")}}}".repeat(95));
            check(&text);
        }
    });
}

/// Everything that can nest, `many` times.
fn nested(many: usize) -> Vec<String> {
    let deep = |before: &str, middle: &str, after: &str| format!("fn f() {{ {}{middle}{}; }}", before.repeat(many), after.repeat(many));
    vec![
        deep("(", "x", ")"),
        deep("{", "x", "}"),
        deep("[", "x", "]"),
        deep("!", "x", ""),
        deep("&", "x", ""),
        deep("-", "x", ""),
        deep("a + ", "x", ""),
        deep("a && ", "x", ""),
        deep("a = ", "x", ""),
        deep("|| ", "x", ""),
        deep("|a| b + ", "x", ""),
        deep("return ", "x", ""),
        deep("return a + ", "x", ""),
        deep("..", "x", ""),
        deep("", "x", ".b().c()"),
        deep("", "x", "?"),
        deep("", "x", ".await"),
        deep("", "x", "[0]"),
        deep("", "x", "()"),
        deep("", "x", " as u8"),
        deep("if a {} else ", "{}", ""),
        deep("a::", "x", ""),
        deep("x::<A<", "x", ""),
        deep("let _: A<", "x", ">"),
        deep("let &", "x", " = y"),
        deep("let _: fn() -> ", "x", ""),
        deep("let _: A<B + ", "x", ">"),
        deep("async move ", "{}", ""),
        deep("unsafe { ", "x", "}"),
        deep("'a: ", "{}", ""),
        deep("a!(", "x", ")"),
        deep("match x { _ => ", "x", "}"),
        format!("type T = {}u8;", "&'a ".repeat(many)),
        format!("use {}b;", "a::".repeat(many)),
        format!("use {}b{};", "a::{".repeat(many), "}".repeat(many)),
        format!("{}{}", "mod m {".repeat(many), "}".repeat(many)),
        "/*".repeat(many),
        "#".repeat(many),
        "<".repeat(many),
    ]
}

#[test]
fn what_is_too_large_is_told_and_keeps_its_signature() {
    let text = |count: usize| format!("fn f(m: &Map) {{ {} }}\nfn g() {{ f(m) }}\n", "spawn(|| m.clear());".repeat(count));
    assert_eq!(lower(&text(2048), 2021).losses, []);
    let facts = lower(&text(2049), 2021);
    assert_eq!(facts.losses.iter().map(|loss| loss.message.as_str()).collect::<Vec<_>>(), [crate::facts::TOO_LARGE]);
    let (f, g) = (&facts.functions[0], &facts.functions[1]);
    assert!(f.root.is_none() && f.params.len() == 1 && g.root.is_some());
    crate::facts::dump(&facts, &text(2049));
}

#[test]
fn long_but_shallow_input_is_read() {
    let text = format!(
        "fn f() {{ {} x({}1); matches!(c, {}1); let _ = [{}]; }} static D: [u8; 3] = [{}];",
        "if a { b.c() } *x = -1; foo!{} ".repeat(20_000),
        "-1, ".repeat(20_000),
        "1..=2 | ".repeat(700),
        "S { a: &b }, ".repeat(20_000),
        "&!1, ".repeat(20_000),
    );
    on_large_stack(move || assert_eq!(lower(&text, 2021).losses, []));
}

fn on_large_stack(run: impl FnOnce() + Send + 'static) {
    let thread = std::thread::Builder::new().stack_size(64 << 20).spawn(run).expect("a thread");
    thread.join().expect("no panic");
}
