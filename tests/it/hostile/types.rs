//! Types, constants and calls that mean far more than they say, or themselves.

use super::{SHARE, Tree, run};
use std::fmt::Write as _;

/// `count` lines, each of which may name the one before.
fn lines(count: usize, line: impl Fn(usize, usize) -> String) -> String {
    (1..=count).map(|number| line(number, number - 1)).collect()
}

fn go(name: &str, text: &str) -> Tree {
    Tree::go(&format!("Go: {name}"), format!("package hostile\n\nimport \"sync\"\n\nvar mu sync.Mutex\n\n{text}"))
}

fn rust(name: &str, text: &str) -> Tree {
    let uses = "use std::collections::HashMap;\nuse std::sync::Mutex;\n\n";
    Tree::rust(&format!("Rust: {name}"), format!("{uses}{text}"))
}

#[test]
fn of_go_that_grow_with_each_line_are_not_written_out() {
    let user = "func use(x T200) {\n\tgo func() { x.A.A.M[1] = 1 }()\n\tx.A.A.M[1] = 2\n}\n";
    run([
        go(
            "aliases",
            &(format!("type T0 = map[int]int\n{}", lines(200, |n, m| format!("type T{n} = struct {{ A, B T{m}; M map[T{m}]T{m} }}\n")))
                + user),
        ),
        go(
            "structs",
            &(format!("type T0 struct{{}}\n{}", lines(200, |n, m| format!("type T{n} struct {{ A, B T{m}; M map[T{m}]T{m} }}\n"))) + user),
        ),
        go(
            "generics",
            &format!(
                "type T0[P any] struct{{ M map[string]P }}\n{}func use(x T60[int]) {{\n\tgo func() {{ x.A.A.M[1] = 1 }}()\n\tx.A.A.M[1] = 2\n}}\n",
                lines(60, |n, m| format!("type T{n}[P any] struct {{ A T{m}[T{m}[P]]; B T{m}[map[string]P]; M map[int]T{m}[P] }}\n"))
            ),
        ),
        go(
            "generic aliases",
            &format!(
                "type T0[P, Q any] = map[string]P\n{}var x T60[int, int]\n\nfunc use() {{\n\tgo func() {{ x[\"\"] = nil }}()\n\tx[\"\"] = nil\n}}\n",
                lines(60, |n, m| format!("type T{n}[P, Q any] = T{m}[map[string]P, struct {{ P P; Q Q; R T{m}[P, Q] }}]\n"))
            ),
        ),
        go(
            "generic functions",
            &format!(
                "func f0[T any](x T) {{}}\n{}func use() {{ f60(1) }}\n",
                lines(60, |n, m| format!(
                    "func f{n}[T any](x T) {{\n\tvar both struct {{ A, B T }}\n\tboth.A = x\n\tf{m}(both)\n\tf{m}(map[string]T{{\"a\": x}})\n}}\n"
                ))
            ),
        ),
        go(
            "embeddings",
            &(format!(
                "type L0 struct{{ M map[int]int }}\ntype R0 struct{{ M map[int]int }}\n{}func use(x L100) {{\n\tgo func() {{ x.M[1] = 1 }}()\n\tx.M[1] = 2\n}}\n",
                lines(100, |n, m| format!("type L{n} struct {{ L{m}; R{m} }}\ntype R{n} struct {{ *L{m}; *R{m} }}\n"))
            )),
        ),
        go(
            "interfaces",
            &(format!(
                "type I0 interface{{ m() }}\n{}func use(x I100) {{ x.m() }}\n",
                lines(100, |n, m| format!("type I{n} interface {{ I{m}; interface {{ I{m} }} }}\n"))
            )),
        ),
        go(
            "constant strings",
            &format!(
                "const S0 = \"0123456789abcdef\"\n{}var m = map[string]int{{S60: 1}}\n",
                lines(60, |n, m| format!("const S{n} = S{m} + S{m}\n"))
            ),
        ),
        go(
            "constant numbers",
            &format!(
                "const N0 = 1 << 62\n{}var m = make(map[int]int, N60)\nvar a [N60][N60][N60]int\n",
                lines(60, |n, m| format!("const N{n} = N{m} * N{m} << N{m}\n"))
            ),
        ),
        go(
            "arrays",
            &format!(
                "type T0 [1 << 40]int\n{}var m map[T60]T60\n\nfunc use() {{\n\tn := map[T60]T60{{}}\n\tfor i := 0; i < 1<<60; i++ {{\n\t\tn[T60{{}}] = T60{{}}\n\t}}\n}}\n",
                lines(60, |n, m| format!("type T{n} [1 << 40]T{m}\n"))
            ),
        ),
        go(
            "callers",
            &format!(
                "func f0(m map[int]int) {{ m[1] = 1 }}\n{}func use(m map[int]int) {{\n\tgo f60(m)\n\tf60(m)\n}}\n",
                lines(60, |n, m| format!(
                    "func f{n}(m map[int]int) {{\n\tf{m}(m)\n\tmu.Lock()\n\tf{m}(m)\n\tmu.Unlock()\n\tgo f{m}(m)\n}}\n"
                ))
            ),
        ),
        go(
            "closures that call closures",
            &format!(
                "func use(m map[int]int) {{\n\tf0 := func() {{ m[1] = 1 }}\n{}\tgo f60()\n\tf60()\n}}\n",
                lines(60, |n, m| format!("\tf{n} := func() {{ f{m}(); go f{m}(); f{m}() }}\n"))
            ),
        ),
        go(
            "functions that take functions",
            &format!(
                "func f0(g func()) {{ g() }}\n{}func use(m map[int]int) {{\n\tgo f60(func() {{ m[1] = 1 }})\n\tm[1] = 2\n}}\n",
                lines(60, |n, m| format!("func f{n}(g func()) {{ f{m}(func() {{ f{m}(g); g() }}); f{m}(g) }}\n"))
            ),
        ),
        go(
            "branches",
            &format!(
                "func use(m map[int]int, c bool) {{\n{}}}\n",
                lines(2000, |n, _| format!("\tif c {{\n\t\tmu.Lock()\n\t\tm[{n}] = 1\n\t}}\n\tif c {{\n\t\tmu.Unlock()\n\t}}\n"))
            ),
        ),
        go(
            "loops in loops",
            &format!(
                "func use(m map[int]int) {{\n{}m[1] = 1\n{}}}\n",
                lines(60, |n, _| format!("for i{n} := range m {{\nmu.Lock()\nm[i{n}]++\ngo func() {{ m[2] = 1 }}()\n")),
                lines(60, |_, _| "mu.Unlock()\n}\n".to_owned())
            ),
        ),
        go(
            "locks in a row",
            &format!(
                "type S struct {{\n{}m map[int]int }}\n\nfunc (s *S) a() {{\n{}s.m[1] = 1\n}}\nfunc (s *S) b() {{\n\ts.m[1] = 1\n}}\nfunc use() {{\n\ts := &S{{m: map[int]int{{}}}}\n\tgo s.a()\n\tgo s.b()\n}}\n",
                lines(2000, |n, _| format!("l{n} sync.Mutex\n")),
                lines(2000, |n, _| format!("s.l{n}.Lock()\n"))
            ),
        ),
        go(
            "jumps",
            &format!(
                "func use(m map[int]int) {{\n{}}}\n",
                lines(2000, |n, m| format!(
                    "l{n}:\n\tif m[{n}] == 1 {{\n\t\tgoto l{}\n\t}}\n\tmu.Lock()\n\tif m[{n}] == 2 {{\n\t\tgoto l{}\n\t}}\n\tmu.Unlock()\n",
                    2000 - m,
                    n / 2 + 1
                ))
            ),
        ),
    ]);
}

#[test]
fn of_go_that_lead_to_one_another_in_many_ways_are_not_gone_through_by_all() {
    let last = [
        ("given back", "t.mu.Unlock()"),
        ("taken", "t.mu.Lock()"),
        ("done", "t.wg.Done()"),
        ("waited for", "t.wg.Wait()"),
        ("run once", "t.once.Do(func() { t.m[1] = 1 })"),
        ("made", "if t.m == nil {\n\t\tt.m = map[int]int{}\n\t}"),
        ("written", "t.m[1] = 1"),
    ];
    run(last.map(|(name, last)| {
        let own = "mu sync.Mutex\n\twg sync.WaitGroup\n\tonce sync.Once\n\tm map[int]int";
        let first = format!("type T0 struct {{\n\t{own}\n}}\n\nfunc (t *T0) walk() {{\n\t{last}\n}}\n\n");
        let all = "t.A.walk()\n\tt.B.walk()\n\tt.C.walk()\n\tt.D.walk()\n\tt.E.walk()\n\tt.F.walk()";
        let more = lines(12, |n, m| {
            format!("type T{n} struct {{\n\t{own}\n\tA, B, C, D, E, F *T{m}\n}}\n\nfunc (t *T{n}) walk() {{\n\t{all}\n\t{last}\n}}\n\n")
        });
        go(name, &format!("{first}{more}func use(t *T12) {{\n\tgo t.walk()\n\tt.walk()\n}}\n"))
    }));
}

#[test]
fn of_go_that_are_themselves_come_to_an_end() {
    let names = [
        ("struct in itself", "type T struct {\n\tT\n\tM map[T]T\n}\n"),
        ("two structs in each other", "type T struct{ U }\ntype U struct{ T }\n"),
        ("pointer to itself", "type T *T\n"),
        ("alias of itself", "type T = T\n"),
        ("two aliases of each other", "type T = U\ntype U = T\n"),
        ("alias of a map of itself", "type T = map[string]T\n"),
        ("map of itself", "type T map[string]T\n"),
        ("slice of itself", "type T []T\n"),
        ("array of itself", "type T [2]T\n"),
        ("function of itself", "type T func(T) T\n"),
        ("interface in itself", "type T interface {\n\tT\n\tm(T) T\n}\n"),
        ("constraint on itself", "type T[P T[P]] map[string]P\n"),
        ("generic in itself, greater", "type T[P any] struct {\n\tA *T[T[P]]\n\tM map[string]T[[]P]\n}\n"),
        ("generic alias of itself", "type T[P any] = T[T[P]]\n"),
        ("embedded generic in itself", "type T[P any] struct {\n\t*T[map[string]P]\n\tM map[string]P\n}\n"),
        ("array as long as itself", "type T [len(T{})]T\n"),
        ("constant of itself", "const T = T + 1\nvar m = make(map[int]int, T)\n"),
        ("two constants of each other", "const T = U + U\nconst U = T + T\nvar m = make(map[int]int, T)\n"),
        ("variable of itself", "var T = T\n"),
        ("map that holds itself", "var T = map[string]any{\"a\": T}\n"),
    ];
    let user = "\nfunc use(x T, y *T) {\n\tgo func() { x.M[x] = *y; y.T.T.M[x] = x; y.A.A.A.M[\"\"] = nil; x[\"a\"][\"b\"][\"c\"] = x }()\n\tx.M[x] = *y\n\tx[\"a\"][\"b\"] = x\n\tx.m(x).m(x)\n}\n";
    let generic = "\nfunc use(x T[int], y *T[string]) {\n\tgo func() { x.M[\"\"] = nil; y.A.A.A.M[\"\"] = nil; x[\"\"] = 1 }()\n\tx.M[\"\"] = nil\n\tx.A.A.A.M[\"\"] = nil\n\tx[\"\"] = 2\n}\n";
    run(names.map(|(name, text)| go(name, &format!("{text}{}", if text.starts_with("type T[") { generic } else { user }))));
    run([
        go("call of itself", "func f(m map[int]int) {\n\tmu.Lock()\n\tdefer mu.Unlock()\n\tm[1] = 1\n\tgo f(m)\n\tf(m)\n}\n"),
        go(
            "generic call of itself, greater",
            "func f[T any](x T) {\n\tm := map[string]T{}\n\tgo func() { m[\"\"] = x }()\n\tm[\"\"] = x\n\tf([]T{x})\n\tf(m)\n\tf(struct{ A, B T }{x, x})\n}\n\nfunc use() { f(1) }\n",
        ),
        go(
            "closure that takes itself",
            "type F func(F)\n\nfunc use(m map[int]int) {\n\tvar f F\n\tf = func(g F) { m[1] = 1; g(f); go f(g); f(func(h F) { g(h); h(g) }) }\n\tf(f)\n}\n",
        ),
        go(
            "method value of itself",
            "type S struct {\n\tf func(*S)\n\tnext *S\n\tm map[int]int\n}\n\nfunc (s *S) g(t *S) {\n\ts.f = t.g\n\ts.next = t.next.next\n\tt.next = s\n\ts.next.next.next.m[1] = 1\n\tgo s.f(s.next)\n\tt.f(s)\n\ts.g(t.next)\n}\n",
        ),
        go(
            "map of maps of functions of maps",
            "var M map[string]func(map[string]any) map[string]any\n\nfunc f(m map[string]any) map[string]any {\n\tM[\"a\"] = f\n\tm[\"b\"] = M\n\tm[\"c\"] = m\n\treturn M[\"a\"](M[\"b\"](m))\n}\n",
        ),
    ]);
}

#[test]
fn of_rust_that_grow_with_each_line_are_not_written_out() {
    let user = "fn use_it(m: &Mutex<HashMap<u8, T60>>) {\n    let held = m.lock().unwrap();\n    m.lock().unwrap().clear();\n}\n";
    run([
        rust(
            "aliases",
            &format!("type T0 = HashMap<u8, u8>;\n{}{user}", lines(60, |n, m| format!("type T{n} = HashMap<T{m}, (T{m}, T{m})>;\n"))),
        ),
        rust(
            "structs",
            &format!("struct T0;\n{}{user}", lines(60, |n, m| format!("struct T{n} {{ a: T{m}, b: T{m}, m: HashMap<T{m}, T{m}> }}\n"))),
        ),
        rust(
            "generics",
            &format!(
                "struct T0<P>(HashMap<u8, P>);\n{}fn use_it(m: &Mutex<HashMap<u8, T60<u8>>>) {{\n    let held = m.lock().unwrap();\n    m.lock().unwrap().clear();\n}}\n",
                lines(60, |n, m| format!("struct T{n}<P> {{ a: T{m}<T{m}<P>>, b: T{m}<HashMap<u8, P>>, c: HashMap<u8, T{m}<P>> }}\n"))
            ),
        ),
        rust(
            "generic aliases",
            &format!(
                "type T0<P> = HashMap<u8, P>;\n{}fn use_it() {{ let mut m: T60<u8> = HashMap::new(); m.insert(1, 1); }}\n",
                lines(60, |n, m| format!("type T{n}<P> = T{m}<(T{m}<P>, T{m}<P>)>;\n"))
            ),
        ),
        rust(
            "arrays",
            &format!(
                "type T0 = [u8; 1 << 40];\n{}fn use_it() {{ let mut m: HashMap<T60, T60> = HashMap::new(); for i in 0..1 << 60 {{ m.insert(make(i), make(i)); }} }}\n",
                lines(60, |n, m| format!("type T{n} = [T{m}; 1 << 40];\n"))
            ),
        ),
        rust(
            "enums",
            &format!(
                "enum T0 {{ A, B }}\n{}fn use_it() {{ let mut m: HashMap<T60, T60> = HashMap::new(); for i in 0..100 {{ m.insert(make(i), make(i)); }} }}\n",
                lines(60, |n, m| format!("enum T{n} {{ A(T{m}, T{m}), B {{ a: T{m}, b: T{m} }} }}\n"))
            ),
        ),
        rust(
            "callers",
            &format!(
                "fn f0(m: &Mutex<HashMap<u8, u8>>) {{ m.lock().unwrap().clear(); }}\n{}",
                lines(200, |n, m| format!(
                    "fn f{n}(m: &Mutex<HashMap<u8, u8>>) {{ f{m}(m); let held = m.lock().unwrap(); f{m}(m); f{m}(m); }}\n"
                ))
            ),
        ),
        rust(
            "guards in a row",
            &format!(
                "fn use_it(m: &Mutex<HashMap<u8, u8>>) {{\n{}}}\n",
                lines(1000 / SHARE, |n, _| format!("let g{n} = m.lock().unwrap();\n"))
            ),
        ),
        rust(
            "branches",
            &format!(
                "fn use_it(m: &Mutex<HashMap<u8, u8>>, c: bool) {{\n{}}}\n",
                lines(2000, |n, _| format!("let g{n} = if c {{ Some(m.lock().unwrap()) }} else {{ None }};\nif c {{ drop(g{n}); }}\n"))
            ),
        ),
        rust("uses of uses", &{
            let mut text = "mod a0 { pub use super::*; pub fn f() {} }\n".to_owned();
            for n in 1..=60 {
                let _ = writeln!(text, "mod a{n} {{ pub use super::a{}::*; pub use super::a{n}::*; pub use super::*; }}", n - 1);
            }
            text + "use a60::*;\nfn use_it() { f(); a60::a59::a58::f(); }\n"
        }),
    ]);
}

#[test]
fn of_rust_that_are_themselves_come_to_an_end() {
    run([
        rust("struct in itself", "struct T { t: T, m: HashMap<T, T> }\nfn f(t: &mut T) { t.t.t.t.m.insert(make(), make()); }\n"),
        rust("enum in itself", "enum T { A(T), B(Box<T>) }\nfn f(m: &mut HashMap<T, T>) { m.insert(make(), make()); }\n"),
        rust("alias of itself", "type T = T;\nfn f(m: &mut HashMap<T, T>, t: T) { m.insert(make(), make()); t.insert(1, 1); }\n"),
        rust("two aliases of each other", "type T = U;\ntype U = T;\nfn f(t: &mut T) { t.insert(1, 1); }\n"),
        rust("alias of a map of itself", "type T = HashMap<u8, T>;\nfn f(t: &mut T) { t.insert(1, make()); }\n"),
        rust(
            "generic in itself, greater",
            "struct T<P> { t: Option<Box<T<T<P>>>>, m: Mutex<HashMap<u8, P>> }\nfn f(t: &T<u8>) { let held = t.t.unwrap().t.unwrap().m.lock().unwrap(); t.m.lock().unwrap().clear(); }\n",
        ),
        rust("generic alias of itself", "type T<P> = T<T<P>>;\nfn f(t: &mut T<u8>) { t.insert(1, 1); }\n"),
        rust(
            "trait over itself",
            "trait T: T { type A: T<A = Self::A>; fn f(&self) -> <Self::A as T>::A; }\nimpl<X: T> T for X { type A = <X::A as T>::A; fn f(&self) { self.f().f() } }\n",
        ),
        rust(
            "impl for itself",
            "struct S;\nimpl std::ops::Deref for S { type Target = S; fn deref(&self) -> &S { self } }\nfn f(s: &S) { s.get(&1); s.lock().unwrap().insert(1, 1); }\n",
        ),
        rust(
            "two that deref to each other",
            "struct S;\nstruct R;\nimpl std::ops::Deref for S { type Target = R; fn deref(&self) -> &R { self } }\nimpl std::ops::Deref for R { type Target = S; fn deref(&self) -> &S { self } }\nfn f(s: &S) { s.get(&1); s.lock().unwrap().insert(1, 1); }\n",
        ),
        rust(
            "call of itself",
            "fn f(m: &Mutex<HashMap<u8, u8>>) { let held = m.lock().unwrap(); f(m); f(m); std::thread::spawn(move || f(m)); }\n",
        ),
        rust(
            "use of itself",
            "use a as a;\nuse b as c;\nuse c as b;\nuse self::d::*;\nmod d { pub use super::*; pub use super::d::*; }\nfn f() { a(); b(); d::d::d::d::f(); c::new(); }\n",
        ),
        rust(
            "constant of itself",
            "const A: usize = A + B;\nconst B: usize = A * A;\nfn f() { let mut m = HashMap::new(); for i in 0..A { m.insert(i, [0; B]); } }\n",
        ),
        rust(
            "macro of itself",
            "macro_rules! m { ($($t:tt)*) => { m!($($t)* $($t)*); m!(m!($($t)*)); } }\nm!(m!(m));\nfn f() { m!(a b c); }\n",
        ),
        rust(
            "module at its own path",
            "#[path = \"lib.rs\"]\nmod a;\n#[path = \"../src/lib.rs\"]\nmod b;\n#[path = \".././src/./lib.rs\"]\nmod c;\n",
        ),
    ]);
}
