//! Text that nests 100,000 deep, or where nothing is optimised a tenth of that, which is beyond every bound as well: by every
//! bracket, operator and word under which something can stand in itself.

use super::{Tree, run};

const DEEP: usize = if cfg!(debug_assertions) { 10_000 } else { 100_000 };

/// `open` so many times, `middle`, `close` as many times.
fn nested(before: &str, open: &str, middle: &str, close: &str, after: &str) -> String {
    [before, &open.repeat(DEEP), middle, &close.repeat(DEEP), after].concat()
}

/// What is never closed does not parse, and is told.
fn told(name: &str, tree: Tree) -> Tree {
    if name.contains("stay open") { tree.tells("does not parse") } else { tree }
}

/// Each in a package with a function of its own.
const GO: [(&str, [&str; 5]); 46] = [
    ("parentheses", ["var x = ", "(", "1", ")", "\n"]),
    ("parentheses that stay open", ["var x = ", "(", "1", "", "\n"]),
    ("brackets that stay open", ["var x = ", "[", "1", "", "\n"]),
    ("braces that stay open", ["func f() ", "{", "", "", "\n"]),
    ("closing brackets", ["func f() { g(", ")", "", "]", "}\n"]),
    ("blocks", ["func f() { ", "{", "g()", "}", " }\n"]),
    ("blocks on lines", ["func f() {\n", "{\n", "g()\n", "}\n", "}\n"]),
    ("closures", ["func f() { ", "func() { ", "g()", " }()", " }\n"]),
    ("closures as arguments", ["func f() { ", "g(func() { ", "g()", " })", " }\n"]),
    ("goroutines", ["func f(m map[int]int) { ", "go func() { ", "m[1] = 1", " }()", " }\n"]),
    ("deferred closures", ["func f(m map[int]int) { ", "defer func() { ", "m[1] = 1", " }()", " }\n"]),
    ("if", ["func f() { ", "if x { ", "g()", " }", " }\n"]),
    ("else if", ["func f() { if x { }", " else if x { }", "", "", " }\n"]),
    ("else", ["func f() { ", "if x { } else { ", "g()", " }", " }\n"]),
    ("for", ["func f() { ", "for x := range y { ", "g()", " }", " }\n"]),
    ("switch", ["func f() { ", "switch x { case 1: ", "g()", " }", " }\n"]),
    ("type switch", ["func f() { ", "switch x := x.(type) { case int: ", "g()", " }", " }\n"]),
    ("select", ["func f() { ", "select { case <-c: ", "g()", " }", " }\n"]),
    ("labels", ["func f() { ", "a: ", "g()", "", " }\n"]),
    ("slices", ["var x ", "[]", "int", "", "\n"]),
    ("arrays", ["var x ", "[2]", "int", "", "\n"]),
    ("array lengths", ["var x ", "[", "2", "]int", "\n"]),
    ("maps", ["var x ", "map[string]", "int", "", "\n"]),
    ("map keys", ["var x ", "map[", "int", "]int", "\n"]),
    ("channels", ["var x ", "chan ", "int", "", "\n"]),
    ("pointers", ["var x ", "*", "int", "", "\n"]),
    ("functions as types", ["var x ", "func(", "int", ")", "\n"]),
    ("results", ["var x ", "func() ", "int", "", "\n"]),
    ("structs", ["var x ", "struct{ a ", "int", " }", "\n"]),
    ("interfaces", ["var x ", "interface{ m(", "int", ") }", "\n"]),
    ("type arguments", ["var x ", "A[", "int", "]", "\n"]),
    ("type constraints", ["func f[T ", "interface{ ~[]", "int", " }", "]() {}\n"]),
    ("unary operators", ["var x = ", "!", "y", "", "\n"]),
    ("dereferences", ["var x = ", "*", "y", "", "\n"]),
    ("addresses", ["var x = ", "& ", "y", "", "\n"]),
    ("sums", ["var x = 1", " + 1", "", "", "\n"]),
    ("strings", ["var x = \"a\"", " + \"a\"", "", "", "\n"]),
    ("comparisons", ["var x = a", " == a && a", "", "", "\n"]),
    ("selectors", ["var x = a", ".a", "", "", "\n"]),
    ("calls", ["func f() { g", "()", "", "", " }\n"]),
    ("method chains", ["func f() { a", ".\nb(1)", "", "", " }\n"]),
    ("calls in arguments", ["func f() { ", "g(", "1", ")", " }\n"]),
    ("indices", ["func f() { ", "m[", "1", "]", " = 2 }\n"]),
    ("indices of indices", ["func f() { m", "[1]", "", "", " = 2 }\n"]),
    ("composite literals", ["var x = A", "{", "1", "}", "\n"]),
    ("assertions", ["var x = y", ".(int)", "", "", "\n"]),
];

#[test]
fn of_go_is_told_and_costs_nothing_else() {
    run(GO.iter().map(|(name, [before, open, middle, close, after])| {
        let text = format!("package hostile\n\nfunc g() {{}}\n\n{}", nested(before, open, middle, close, after));
        told(name, Tree::go(&format!("Go: {name}"), text))
    }));
}

const RUST: [(&str, [&str; 5]); 45] = [
    ("parentheses", ["const X: u8 = ", "(", "1", ")", ";\n"]),
    ("parentheses that stay open", ["const X: u8 = ", "(", "1", "", ";\n"]),
    ("brackets that stay open", ["const X: u8 = ", "[", "1", "", ";\n"]),
    ("braces that stay open", ["fn f() ", "{", "", "", "\n"]),
    ("closing brackets", ["fn f() { g(", ")", "", "]", "}\n"]),
    ("blocks", ["fn f() { ", "{", "g()", "}", " }\n"]),
    ("closures", ["fn f() { ", "|| ", "g()", "", " }\n"]),
    ("closures with blocks", ["fn f() { ", "move || { ", "g()", " }", " }\n"]),
    ("threads", ["fn f() { ", "std::thread::spawn(move || { ", "g()", " })", " }\n"]),
    ("if", ["fn f() { ", "if x { ", "g()", " }", " }\n"]),
    ("else if", ["fn f() { if x { }", " else if x { }", "", "", " }\n"]),
    ("if let", ["fn f() { ", "if let Some(x) = x { ", "g()", " }", " }\n"]),
    ("match", ["fn f() { ", "match x { _ => ", "g()", " }", " }\n"]),
    ("loop", ["fn f() { ", "loop { ", "g()", " }", " }\n"]),
    ("async", ["fn f() { ", "async { ", "g()", " }", " }\n"]),
    ("unsafe", ["fn f() { ", "unsafe { ", "g()", " }", " }\n"]),
    ("return", ["fn f() { ", "return ", "g()", "", " }\n"]),
    ("use trees", ["use ", "a::{", "b", "}", ";\n"]),
    ("paths", ["use a", "::a", "", "", ";\n"]),
    ("modules", ["", "mod a { ", "fn f() {}", " }", "\n"]),
    ("functions in functions", ["", "fn f() { ", "g()", " }", "\n"]),
    ("type arguments", ["type X = ", "A<", "u8", ">", ";\n"]),
    ("turbofish", ["fn f() { a", "::<A", "", ">", "(); }\n"]),
    ("tuples", ["type X = ", "(", "u8", ",)", ";\n"]),
    ("arrays", ["type X = ", "[", "u8", "; 1]", ";\n"]),
    ("references", ["type X = ", "&'static ", "u8", "", ";\n"]),
    ("pointers", ["type X = ", "*const ", "u8", "", ";\n"]),
    ("function pointers", ["type X = ", "fn(", "u8", ")", ";\n"]),
    ("results of function pointers", ["type X = ", "fn() -> ", "u8", "", ";\n"]),
    ("trait objects", ["type X = ", "Box<dyn Fn(", "u8", ")>", ";\n"]),
    ("bounds", ["fn f<T: ", "A<B = dyn ", "C", ">", ">() {}\n"]),
    ("macros", ["fn f() { ", "m!{", "1", "}", " }\n"]),
    ("vec!", ["fn f() { ", "vec![", "1", "]", " }\n"]),
    ("unary operators", ["const X: u8 = ", "!", "1", "", ";\n"]),
    ("sums", ["const X: u8 = 1", " + 1", "", "", ";\n"]),
    ("ranges", ["const X: u8 = 1", "..1", "", "", ";\n"]),
    ("casts", ["const X: u8 = 1", " as u8", "", "", ";\n"]),
    ("assignments", ["fn f() { a", " = a", "", "", "; }\n"]),
    ("fields", ["fn f() { a", ".a", "", "", "; }\n"]),
    ("method chains", ["fn f() { a", "\n.a()", "", "", "; }\n"]),
    ("questions", ["fn f() { a", "?", "", "", "; }\n"]),
    ("calls in arguments", ["fn f() { ", "g(", "1", ")", "; }\n"]),
    ("patterns", ["fn f() { let ", "Some(", "x", ")", " = x; }\n"]),
    ("alternatives", ["fn f() { let a", " | a", "", "", " = x; }\n"]),
    ("comments", ["", "/*", "", "*/", "\n"]),
];

#[test]
fn of_rust_is_told_and_costs_nothing_else() {
    run(RUST.iter().map(|(name, [before, open, middle, close, after])| {
        let text = format!("fn g() {{}}\n\n{}", nested(before, open, middle, close, after));
        told(name, Tree::rust(&format!("Rust: {name}"), text))
    }));
}

/// Files that are no source: path, text before what is repeated, that, the middle, its end as often.
const SETTINGS: [(&str, &str, [&str; 5]); 12] = [
    ("go.mod blocks", "hostile/go.mod", ["module example.com/hostile\n", "require (\n", "", ")\n", ""]),
    ("go.work blocks", "hostile/go.work", ["go 1.22\n", "use (\n", "", ")\n", ""]),
    ("Cargo.toml arrays", "hostile/Cargo.toml", ["[package]\nname = \"hostile\"\nkeywords = ", "[", "", "]", "\n"]),
    ("Cargo.toml keys", "hostile/Cargo.toml", ["[package]\nname", ".a", "", "", " = 1\n"]),
    ("Cargo.toml tables", "hostile/Cargo.toml", ["[package]\nname = \"hostile\"\n[a", ".a", "", "", "]\n"]),
    ("Cargo.toml inline tables", "hostile/Cargo.toml", ["[package]\nname = ", "{ a = ", "1", " }", "\n"]),
    ("maplint.toml arrays", "hostile/maplint.toml", ["exclude = ", "[", "", "]", "\n"]),
    ("maplint.toml keys", "hostile/maplint.toml", ["rules", ".a", "", "", " = 1\n"]),
    ("build constraint", "hostile/hostile.go", ["//go:build ", "(", "linux", ")", "\n\npackage hostile\n"]),
    ("negated build constraint", "hostile/hostile.go", ["//go:build ", "!", "linux", "", "\n\npackage hostile\n"]),
    ("long build constraint", "hostile/hostile.go", ["//go:build linux", " || linux", "", "", "\n\npackage hostile\n"]),
    (
        "contracts",
        "hostile/hostile.go",
        ["package hostile\n\n", "// CONCURRENCY_SAFE: true guarded_by=", "a", "", "\nvar m map[string]int\n"],
    ),
];

#[test]
fn of_manifests_is_told_and_costs_nothing_else() {
    run(SETTINGS.iter().map(|(name, path, [before, open, middle, close, after])| {
        let text = nested(before, open, middle, close, after).into_bytes();
        let mut files = vec![("hostile/hostile.go", b"package hostile\n".to_vec()), ("hostile/src/lib.rs", Vec::new())];
        files.push((*path, text));
        Tree::of(name, files)
    }));
}
