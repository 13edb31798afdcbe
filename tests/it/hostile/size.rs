//! Much of one thing: of bytes, of lines in one, of functions, of accesses, of callers that call each other.

use super::{Limits, SHARE, Tree, run};

const MILLION: usize = 1_000_000 / SHARE;
/// Of what is looked at whole, within the bounds of one function.
const TEN_THOUSAND: usize = 10_000 / SHARE;
/// More than is read.
const LARGE: usize = 200 << 20;
/// Nearly as much as is read.
const LARGEST: usize = (31 << 20) / SHARE;

/// What a tree of much may take.
const MUCH: Limits = Limits { seconds: 240, megabytes: 4000 };

/// A tree that is made when its turn comes.
type Named = (&'static str, fn() -> Tree);

/// Runs trees that are made one at a time: all of them together are more than a test should hold.
fn run_each(limits: Limits, trees: &[Named]) {
    run(trees.iter().map(|(name, tree)| Tree { name: (*name).to_owned(), limits, ..tree() }));
}

fn many(count: usize, line: impl Fn(usize) -> String) -> String {
    (0..count).map(line).collect()
}

/// `line` until there are so many bytes.
fn filled(bytes: usize, line: &str) -> String {
    line.repeat(bytes / line.len())
}

fn go(text: String) -> Tree {
    Tree::go("", format!("package hostile\n\n{text}"))
}

fn rust(text: String) -> Tree {
    Tree::rust("", format!("use std::collections::HashMap;\nuse std::sync::Mutex;\n\n{text}"))
}

const COMMENT: &str = "// Words that say nothing, so many times that nobody can read them all.\n";
const GO_FUNCTION: &str = "func f() { m := map[int]int{}; m[1] = 1 }\n";
const RUST_FUNCTION: &str = "fn f() { let mut m = HashMap::new(); m.insert(1, 1); }\n";

#[test]
#[ignore = "slow: files of hundreds of megabytes"]
fn of_bytes_is_told() {
    let too_large = "larger than 32 MiB";
    let trees: [Named; 8] = [
        ("200 MB of Go: comments", || go(filled(LARGE, COMMENT))),
        ("200 MB of Go: functions", || go(filled(LARGE, GO_FUNCTION))),
        ("200 MB of Rust: comments", || rust(filled(LARGE, COMMENT))),
        ("200 MB of Rust: functions", || rust(filled(LARGE, RUST_FUNCTION))),
        ("50 MB in a line of Go", || go(filled(50 << 20, "func f() {}; "))),
        ("50 MB in a line of Rust", || rust(filled(50 << 20, "fn f() {} "))),
        ("50 MB of go.mod", || {
            let lines = "module example.com/hostile\n".to_owned() + &filled(50 << 20, "require example.com/m v1.0.0\n");
            Tree::of("", vec![("hostile/go.mod", lines.into_bytes()), ("hostile/a.go", b"package a\n".to_vec())])
        }),
        ("50 MB of Cargo.toml", || {
            let lines = "[package]\nname = \"hostile\"\n".to_owned() + &filled(50 << 20, "# Nothing.\n");
            Tree::of("", vec![("hostile/Cargo.toml", lines.into_bytes()), ("hostile/src/lib.rs", Vec::new())])
        }),
    ];
    run(trees.iter().map(|(name, tree)| Tree { name: (*name).to_owned(), ..tree().tells(too_large) }));
}

#[test]
#[ignore = "slow: files nearly as large as is read"]
fn of_what_is_just_read_is_borne() {
    run_each(
        MUCH,
        &[
            ("31 MB of Go: comments", || go(filled(LARGEST, COMMENT))),
            ("31 MB of Go: functions", || go(filled(LARGEST, GO_FUNCTION))),
            ("31 MB of Go: brackets", || go("(".repeat(LARGEST))),
            ("31 MB of Go: a string", || go(format!("var s = \"{}\"\n", "a".repeat(LARGEST)))),
            ("31 MB of Go: a name", || go(format!("var {} = map[int]int{{}}\n", "a".repeat(LARGEST)))),
            ("31 MB of Go: a line of functions", || go(filled(LARGEST, &GO_FUNCTION.replace('\n', "; ")))),
            ("31 MB of Go: a line of entries", || go(format!("var m = map[int]int{{{}}}\n", many(LARGEST / 16, |n| format!("{n}: {n},"))))),
            ("31 MB of Rust: comments", || rust(filled(LARGEST, COMMENT))),
            ("31 MB of Rust: functions", || rust(filled(LARGEST, RUST_FUNCTION))),
            ("31 MB of Rust: brackets", || rust("(".repeat(LARGEST))),
            ("31 MB of Rust: a string", || rust(format!("const S: &str = \"{}\";\n", "a".repeat(LARGEST)))),
            ("31 MB of Rust: a name", || rust(format!("fn {}() {{}}\n", "a".repeat(LARGEST)))),
            ("31 MB of Rust: a line of functions", || rust(filled(LARGEST, &RUST_FUNCTION.replace('\n', " ")))),
        ],
    );
}

#[test]
#[ignore = "slow: a million of a thing"]
fn of_a_million_things_is_borne() {
    run_each(
        MUCH,
        &[
            ("Go: million functions", || go(many(MILLION, |n| format!("func f{n}() {{ f{}() }}\n", (n * 7 + 1) % MILLION)))),
            ("Go: functions of one name", || go("func f() { f() }\n".repeat(MILLION / 10))),
            ("Go: callers of one function", || {
                go(format!("func g() {{}}\n\n{}", many(MILLION / 10, |n| format!("func f{n}() {{ g() }}\n"))))
            }),
            ("Rust: million functions", || rust(many(MILLION, |n| format!("fn f{n}() {{ f{}() }}\n", (n * 7 + 1) % MILLION)))),
            ("Go: million accesses in one function", || {
                go(format!("var m = map[int]int{{}}\n\nfunc use() {{\n\tgo use()\n{}}}\n", many(MILLION, |n| format!("\tm[{n}] = {n}\n"))))
            }),
            ("Rust: million accesses in one function", || {
                let accesses = many(MILLION / 2, |n| format!("    m.lock().unwrap().insert({n}, {n});\n"));
                rust(format!("fn f(m: &Mutex<HashMap<u32, u32>>) {{\n{accesses}}}\n"))
            }),
            ("Go: million accesses in many functions", || {
                let reads = "\t_ = m[1]\n".repeat(9);
                let function = |n| format!("func f{n}() {{\n\tmu.Lock()\n\tm[{n}] = {n}\n\tmu.Unlock()\n{reads}}}\n");
                let start = "import \"sync\"\n\nvar mu sync.Mutex\n\nvar m = map[int]int{}\n\nfunc use() {\n\tgo use()\n\tm[1] = 1\n";
                go(format!("{start}{}}}\n{}", many(MILLION / 10, |n| format!("\tf{n}()\n")), many(MILLION / 10, function)))
            }),
            ("Go: many accesses in one function", || {
                let accesses = many(4 * TEN_THOUSAND, |n| format!("\tm[{n}] = {n}\n"));
                go(format!("var m = map[int]int{{}}\n\nfunc use() {{\n\tgo use()\n{accesses}}}\n"))
            }),
            ("Rust: many accesses in one function", || {
                let accesses = many(2 * TEN_THOUSAND, |n| format!("    m.lock().unwrap().insert({n}, {n});\n"));
                rust(format!("fn f(m: &Mutex<HashMap<u32, u32>>) {{\n{accesses}}}\n"))
            }),
            ("Go: goroutines", || {
                go(format!("func use(m map[int]int) {{\n{}}}\n", many(MILLION / 10, |n| format!("\tgo func() {{ m[{n}] = 1 }}()\n"))))
            }),
            ("Go: locals of goroutines", || {
                let local = |n| format!("\tm{n} := map[int]int{{}}\n\tgo func() {{ m{n}[1] = 1 }}()\n\tm{n}[1] = 2\n");
                go(format!("func use() {{\n{}}}\nfunc fewer() {{\n{}}}\n", many(MILLION / 10, local), many(2000, local)))
            }),
            ("Go: fields", || {
                let fields = many(TEN_THOUSAND, |n| format!("\tm{n} map[int]int\n"));
                let uses = many(TEN_THOUSAND, |n| format!("\ts.m{n}[1] = 1\n"));
                go(format!("type S struct {{\n{fields}}}\n\nfunc (s *S) use() {{\n\tgo s.use()\n{uses}}}\n"))
            }),
            ("Go: types", || {
                let ty = |n| format!("type T{n} struct {{ m map[int]int }}\n\nfunc (t *T{n}) M() {{ t.m[1] = 1 }}\n");
                go(many(MILLION / 10, ty))
            }),
            ("Go: interface calls", || {
                let ty =
                    |n| format!("type T{n} struct {{ m map[int]int }}\n\nfunc (t *T{n}) M() {{ t.m[1] = 1 }}\n\nvar i{n} I = &T{n}{{}}\n");
                let calls = "\ti.M()\n".repeat(TEN_THOUSAND);
                go(format!("type I interface {{ M() }}\n\nfunc use(i I) {{\n{calls}}}\n\n{}", many(TEN_THOUSAND, ty)))
            }),
            ("Go: cases", || {
                let cases = many(MILLION / 10, |n| format!("\tcase {n}:\n\t\tm[{n}] = 1\n"));
                go(format!("func use(m map[int]int, n int) {{\n\tswitch n {{\n{cases}\t}}\n}}\n"))
            }),
            ("Go: parameters", || {
                let parameters = many(MILLION / 10, |n| format!("m{n} map[int]int, "));
                go(format!("func use({parameters}) {{\n\tuse({})\n}}\n", many(MILLION / 10, |n| format!("m{n}, "))))
            }),
            ("Go: suppressions", || go(many(MILLION / 10, |n| format!("//maplint:ignore unguarded-map-write -- {n}\n")))),
            ("Go: errors", || go(many(MILLION / 10, |n| format!("func f{n}( {{ x := [ }}\n")))),
            ("Go: errors in one function", || {
                go(format!("func f() {{\n{}}}\n", many(MILLION / 10, |n| format!("\tx := [ {n} ) ; if {{ }}\n"))))
            }),
        ],
    );
}

#[test]
#[ignore = "slow: call graphs of ten thousands"]
fn of_calls_is_borne() {
    run_each(
        MUCH,
        &[
            ("Go: chain of calls", || {
                let calls = many(MILLION / 10 - 1, |n| format!("func f{}(m map[int]int) {{ f{n}(m) }}\n", n + 1));
                let last = MILLION / 10 - 1;
                go(format!("func f0(m map[int]int) {{ m[1] = 1 }}\n{calls}func use(m map[int]int) {{\n\tgo f{last}(m)\n\tf{last}(m)\n}}\n"))
            }),
            ("Go: one component", || {
                let count = TEN_THOUSAND;
                let function = |n| {
                    let (one, two, three) = ((n + 1) % count, (n * 7 + 3) % count, (n * n + 5) % count);
                    format!(
                        "func f{n}(m, o map[int]int) {{\n\tmu.Lock()\n\tm[{n}] = 1\n\tmu.Unlock()\n\tf{one}(o, m)\n\tgo f{two}(m, m)\n\tf{three}(m, o)\n}}\n"
                    )
                };
                go(format!("import \"sync\"\n\nvar mu sync.Mutex\n\n{}", many(count, function)))
            }),
            ("Go: component of methods with locks", || {
                let count = TEN_THOUSAND;
                let method = |n| {
                    let (one, two) = ((n + 1) % count, (n * 7 + 3) % count);
                    format!(
                        "func (s *S) f{n}(t *S) {{\n\ts.mu.Lock()\n\tdefer s.mu.Unlock()\n\ts.m[{n}] = 1\n\tt.f{one}(s.next)\n\ts.next.f{two}(t)\n}}\n"
                    )
                };
                go(format!(
                    "import \"sync\"\n\ntype S struct {{\n\tmu sync.Mutex\n\tm map[int]int\n\tnext *S\n}}\n\n{}",
                    many(count, method)
                ))
            }),
            ("Go: all call all", || {
                go(many(100, |n| {
                    format!("func f{n}(m map[int]int) {{\n\tm[{n}] = 1\n{}}}\n", many(100, |other| format!("\tf{other}(m)\n")))
                }))
            }),
            ("Go: closures that call each other", || {
                let names: Vec<String> = (0..2000).map(|n| format!("f{n}")).collect();
                let closures =
                    many(2000, |n| format!("\tf{n} = func() {{ m[{n}] = 1; f{}(); f{}() }}\n", (n + 1) % 2000, (n * 7 + 3) % 2000));
                go(format!("func use(m map[int]int) {{\n\tvar {} func()\n{closures}\tgo f0()\n\tf0()\n}}\n", names.join(", ")))
            }),
            ("Rust: chain of calls", || {
                let calls = many(MILLION / 10 - 1, |n| format!("fn f{}(m: &M) {{ f{n}(m) }}\n", n + 1));
                rust(format!("type M = Mutex<HashMap<u8, u8>>;\nfn f0(m: &M) {{ m.lock().unwrap().clear(); }}\n{calls}"))
            }),
            ("Rust: one component", || {
                let count = TEN_THOUSAND;
                let function = |n| {
                    let (one, two, three) = ((n + 1) % count, (n * 7 + 3) % count, (n * n + 5) % count);
                    format!(
                        "fn f{n}(m: &M, o: &M) {{\n    m.lock().unwrap().insert({n}, 1);\n    f{one}(o, m);\n    let held = o.lock().unwrap();\n    f{two}(m, m);\n    f{three}(m, o);\n}}\n"
                    )
                };
                rust(format!("type M = Mutex<HashMap<u32, u32>>;\n{}", many(count, function)))
            }),
        ],
    );
}
