//! Small sources through the dump, one for each construct.

use super::{library, lower};
use crate::facts::{Node, TOO_LARGE, TypeModelKind, dump};

/// The facts of a source, source lines left out.
fn shown(source: &str) -> String {
    let facts = lower(source, "f.go");
    dump(&facts, source).lines().map(|line| line.get(7..).unwrap_or_default().to_owned() + "\n").collect()
}

#[track_caller]
fn check(source: &str, expected: &[&str]) {
    let source = format!("package p\n{source}");
    let shown = shown(&source);
    let lines: Vec<&str> = shown.lines().skip(1).collect();
    assert_eq!(lines, expected, "\n{shown}");
}

/// The statements of a function with parameters `m map[string]int`, `xs []T`, `ch chan int`.
#[track_caller]
fn check_body(statements: &str, expected: &[&str]) {
    let source = format!("package p\nfunc f(m map[string]int, xs []T, ch chan int) {{\n{statements}\n}}\n");
    let shown = shown(&source);
    let lines: Vec<&str> = shown.lines().skip_while(|line| !line.starts_with("fn f")).skip(1).collect();
    let lines: Vec<&str> = lines.iter().map(|line| line.strip_prefix("  ").unwrap_or(line)).collect();
    assert_eq!(lines, expected, "\n{shown}");
}

#[test]
fn method_with_lock_and_deferred_unlock() {
    check(
        "func (c *Counter) Add(k string) {\n c.mu.Lock()\n defer c.mu.Unlock()\n c.n[k]++\n}",
        &["pub fn Counter.Add(c: *Counter; k: string)", "  call c.mu.Lock()", "  defer call c.mu.Unlock()", "  update c.n[k] by 1"],
    );
}

#[test]
fn struct_fields_and_embedding() {
    check(
        "type T struct {\n mu, other sync.Mutex `json:\"x\"`\n *E\n pkg.G[int]\n _ int `json:\"-\"`\n}",
        &[
            "pub type T struct",
            "  encoded mu: sync.Mutex",
            "  encoded other: sync.Mutex",
            "  pub embedded E: *E",
            "  pub embedded G: pkg.G<int>",
            "  _: int",
        ],
    );
}

#[test]
fn interfaces_unions_aliases_and_generic_types() {
    check(
        "type I interface {\n M(a, b int, xs ...string) (n int, err error)\n J\n ~int | ~string\n}\ntype A = map[K]*V\ntype Set[K comparable, V any] map[K]struct{}\ntype F func(<-chan int, [3]T, [n]T) (func(), error)",
        &[
            "pub type I interface",
            "  fn M(int, int, []string) -> (int, error)",
            "  embeds J",
            "  embeds int",
            "  embeds string",
            "pub type A = map[K]*V",
            "pub type Set<K: comparable, V: any> map[K]struct {  }",
            "pub type F fn(chan int, [3]T, [?]T) -> (fn(), error)",
        ],
    );
}

#[test]
fn imports() {
    let imports = ["import sync", "import a/b as x", "import c *", "import d as _"];
    check("import \"sync\"\nimport (\n x \"a/b\"\n . `c`\n _ \"d\"\n)", &imports);
}

#[test]
fn functions_with_generics_variadics_and_named_results() {
    check(
        "func Map[K comparable, V ~int | string](m map[K]V, fs ...func(V)) (n int, _ error) { return }\nfunc asm(int, string)\nfunc init() {}",
        &[
            "pub fn Map<K: comparable, V: int + string>(m: map[K]V, fs: []fn(V)...) -> (n: int, _: error)",
            "  return",
            "fn asm(_: int, _: string)",
            "init fn init()",
        ],
    );
}

#[test]
fn generic_receiver() {
    check(
        "func (s *Set[K, _]) Has(k K) bool { return true }",
        &["pub fn Set<K, _>.Has<K, _>(s: *Set<K, _>; k: K) -> bool", "  return true"],
    );
}

#[test]
fn package_variables_and_constants_are_initialised_by_one_function() {
    check(
        "var a, b = f()\nvar (\n m = map[string]int{}\n n int\n)\nvar _ I = (*T)(nil)\nconst (\n X K = iota + 1\n Y\n _\n Z = \"z\"\n W = 1 << (10 * iota)\n)",
        &[
            "var a",
            "var b",
            "var m",
            "var n: int",
            "pub const X: K",
            "pub const Y: K",
            "pub const Z",
            "pub const W",
            "initialiser fn init·vars()",
            "  (a, b) = call f()",
            "  m = map[string]int {}",
            "  opaque() = (nil as *T) as I",
            "  X = 1",
            "  Y = 2",
            "  opaque() = 3",
            "  Z = \"z\"",
            "  W = 1099511627776",
        ],
    );
}

#[test]
fn definitions_assign_what_their_block_binds_already() {
    check_body(
        "a := 1\na, b := g()\n{ a, b := b, a; _ = a }\nv, ok := m[k]\nx, _ := <-ch",
        &[
            "let a = 1",
            "let (=a, b) = call g()",
            "block",
            "  let (a#2, b#2) = (b, a)",
            "  opaque() = a#2",
            "let (v, ok) = m[k]",
            "let (x, _) = <-ch",
        ],
    );
}

#[test]
fn a_definition_in_the_body_assigns_parameters_and_named_results() {
    check(
        "func f(a int) (err error) { a, err := g(); if a, err := h(); true {} }",
        &["fn f(a: int) -> (err: error)", "  let (=a, =err) = call g()", "  block", "    let (a#2, err#2) = call h()", "    if true"],
    );
}

#[test]
fn variables_and_local_constants() {
    check_body(
        "var a, b int\nvar c, d T = 1, 2\nvar (\n e = a\n _ = e\n)\nconst (\n x = iota\n y\n)\na = y",
        &["let a: int", "let b: int", "let (c, d): T = (1, 2)", "let e = a", "let _ = e", "let x = 0", "let y = 1", "a = y"],
    );
}

#[test]
fn assignments_and_updates() {
    check_body(
        "x, m[k] = y, z\n*p = 1\nm[k] += 2\nm[k] -= 2\nm[k]--\ns.f.m[k], _ = g()",
        &[
            "(x, m[k]) = (y, z)",
            "*p = 1",
            "update m[k] by 2",
            "update m[k] by opaque(2)",
            "update m[k] by -1",
            "(s.f.m[k], opaque()) = call g()",
        ],
    );
}

#[test]
fn conditions_and_their_scopes() {
    check_body(
        "if v, ok := m[k]; !ok || v >= 1 { a(v) } else if w := v; w == nil { b(w) } else { c() }\nv()",
        &[
            "block",
            "  let (v, ok) = m[k]",
            "  if (!ok) || (v <> 1)",
            "    call a(v)",
            "  else",
            "    let w = v",
            "    if w == nil",
            "      call b(w)",
            "    else",
            "      call c()",
            "call v()",
        ],
    );
}

#[test]
fn loops() {
    check_body(
        "for i := 0; i < n; i++ { continue }\nfor ok { break }\nfor { }\nfor ; ; i-- {}\nfor k, v := range m {}\nfor k := range m { k() }\nfor range 10 {}\nfor k, m[k] = range xs {}\nfor _, v := range g() { v() }",
        &[
            "block",
            "  let i = 0",
            "  loop while i <> n",
            "    continue",
            "  step",
            "    update i by 1",
            "loop while ok",
            "  break",
            "loop",
            "loop",
            "step",
            "  update i by -1",
            "for (k, v) in m",
            "for (k#2, _) in m",
            "  call k#2()",
            "for (_, _) in 10",
            "for (=k, =m[k]) in xs",
            "for (_, v#2) in call g()",
            "  call v#2()",
        ],
    );
}

#[test]
fn switches() {
    check_body(
        "switch x := g(); x {\ncase 1, 2:\n a()\n fallthrough\ndefault:\n b(x)\n}\nswitch {\ncase m == nil:\n}",
        &[
            "block",
            "  let x = call g()",
            "  match x exhaustive",
            "  case 1 | 2 falls through",
            "    call a()",
            "  case _",
            "    call b(x)",
            "match",
            "case m == nil",
        ],
    );
}

#[test]
fn type_switches_bind_their_variable_in_each_arm() {
    check_body(
        "switch v := v.(type) {\ncase nil:\ncase *T:\n v.a()\ncase int, []string:\n v.b()\ndefault:\n v.c()\n}\nswitch g().(type) { case int: }",
        &[
            "match v.(type) exhaustive",
            "case v is nil",
            "case v#2 is *T",
            "  call v#2.a()",
            "case v#3 is int | v#3 is []string",
            "  call v#3.b()",
            "case v#4",
            "  call v#4.c()",
            "match g().(type)",
            "case is int",
        ],
    );
}

#[test]
fn selects() {
    check_body(
        "select {\ncase v, ok := <-ch:\n a(v, ok)\ncase ch <- g():\ncase m[k] = <-ch:\ncase <-ch:\ndefault:\n b()\n}",
        &[
            "select",
            "case (v, ok) = <-ch",
            "  call a(v, ok)",
            "case _ = send ch <- g()",
            "case =m[k] = <-ch",
            "case _ = <-ch",
            "case _",
            "  call b()",
        ],
    );
}

#[test]
fn goroutines_defers_and_closures() {
    check_body(
        "go g(m)\ngo func(k string) {\n m[k] = 1\n defer func() { k := 2; _ = k }()\n}(a)\ng := func(int) (err error) { return err }\nch <- 1",
        &[
            "go call g(m)",
            "go call closure@1(a)",
            "  closure@1(k: string)",
            "    m[k] = 1",
            "    defer call closure@2()",
            "      closure@2()",
            "        let k#2 = 2",
            "        opaque() = k#2",
            "let g = closure@3",
            "  closure@3(_: int) -> (err: error)",
            "    return err",
            "send ch <- 1",
        ],
    );
}

#[test]
fn labels_and_jumps() {
    check_body(
        "outer:\nfor {\ninner:\n switch { case true: break inner }\n continue outer\n}\nagain:\nx := 1\ngoto again\ng(x)\nend:",
        &[
            "outer: loop",
            "  inner: block",
            "    match",
            "    case true",
            "      break inner",
            "  continue outer",
            "again: block",
            "let x = 1",
            "goto again",
            "call g(x)",
            "end: block",
        ],
    );
}

#[test]
fn composite_literals_name_the_types_that_are_left_out() {
    check_body(
        "a := []T{{x: 1}, {2}}\nb := map[K][]*V{{1}: {{f: g}}, k: nil}\nc := [...]T{0: {}}\nd := &S{m: map[string]int{}, f: func() {}}\ne := Set{k: true, \"s\": {1}}\nh := struct{ a int }{1}",
        &[
            "let a = []T {T {x: 1}, T {2}}",
            "let b = map[K][]*V {[K {1}]: []*V {&(V {f: g})}, [k]: nil}",
            "let c = [?]T {[0]: T {}}",
            "let d = &(S {m: map[string]int {}, f: closure@1})",
            "  closure@1()",
            "let e = Set {k: true, [\"s\"]: ? {1}}",
            "let h = struct { a: int } {1}",
        ],
    );
}

#[test]
fn make_and_new_and_what_shadows_them() {
    check_body(
        "a := make(map[string]int, len(xs))\nb := make(Set[K])\nc := new(T)\nd := new(p.T)\ne := new(a)\nmake := g\nf := make(T, 1)",
        &[
            "let a = make(map[string]int, len(xs))",
            "let b = make(Set<K>)",
            "let c = new(T)",
            "let d = new(p.T)",
            "let e = &opaque(a)",
            "let make = g",
            "let f = call make(T, 1)",
        ],
    );
}

#[test]
fn new_of_a_value() {
    check_body(
        "a := new(5)\nb := new(g(m))\nc := new(T{})\nd := new([]int)\ne := new(x.y.z)",
        &["let a = &opaque(5)", "let b = &opaque(g(m))", "let c = &opaque(T {})", "let d = new([]int)", "let e = &opaque(x.y.z)"],
    );
}

#[test]
fn a_method_with_type_parameters() {
    check(
        "func (r *T[A]) M[P any, Q ~[]P](x P) Q { r.m[x] = 1 }\nfunc g() {}",
        &["pub fn T<A>.M<A, P: any, Q: []P>(r: *T<A>; x: P) -> Q", "  r.m[x] = 1", "fn g()"],
    );
}

#[test]
fn conversions_are_told_from_calls_where_that_is_plain() {
    check_body(
        "a := []byte(s)\nb := (*T)(x)\nc := T(x)\nd := p.T(x)\ne := (xs)(x)\nf := map[K]V(x)\ng := (*xs)(x)\nh := interface{}(x)",
        &[
            "let a = s as []byte",
            "let b = x as *T",
            "let c = call T(x)",
            "let d = call p.T(x)",
            "let e = call xs(x)",
            "let f = x as map[K]V",
            "let g = call (*xs)(x)",
            "let h = x as interface {  }",
        ],
    );
}

#[test]
fn indices_that_the_grammar_takes_for_type_arguments() {
    check_body(
        "m[k](x)\ns.handlers[name](x)\nm[k.l](x)\nF[int](x)\nF[[]int](x)\nF[K, V](x, y)\np.F[*T](x)\nxs[*k](x)\ng := F[K, V]\nm[a][b](x)",
        &[
            "call m[k](x)",
            "call s.handlers[name](x)",
            "call m[k.l](x)",
            "call F[int](x)",
            "call F::<[]int>(x)",
            "call F::<K, V>(x, y)",
            "call p.F::<*T>(x)",
            "call xs[*k](x)",
            "let g = F::<K, V>",
            "call m[a][b](x)",
        ],
    );
}

#[test]
fn expressions() {
    check_body(
        "a := -1 + x*2 - len(m)\nb := (a == 1 && !ok) || m != nil\nc := xs[1:n:3]\nd, ok := v.(T)\ne := &m\nf := *e\ng(xs...)\nh := T.Method\ni := 'x' + 1.5 + ^2\nj := \"a\\n\"\nk := true",
        &[
            "let a = opaque(-1, opaque(x, 2), len(m))",
            "let b = ((a == 1) && (!ok)) || (m != nil)",
            "let c = xs[slice 1, n, 3]",
            "let (d, ok) = v.(T)",
            "let e = &m",
            "let f = *e",
            "call g(xs...)",
            "let h = T.Method",
            "let i = opaque(literal, literal, opaque(2))",
            "let j = \"a\\n\"",
            "let k = true",
        ],
    );
}

#[test]
fn types_declared_in_functions_have_the_functions_scope() {
    check(
        "func f() {\n type T struct { next *T }\n var a T\n { type T int; var b T; g(T(b)) }\n var c T\n}\nfunc h() { var d T }",
        &[
            "type T struct (scope 1)",
            "  next: *T",
            "type T·2 int (scope 1)",
            "fn f()",
            "  let a: T",
            "  block",
            "    let b: T·2",
            "    call g(T·2(b))",
            "  let c: T",
            "fn h()",
            "  let d: T",
        ],
    );
}

#[test]
fn the_head_of_generated_code() {
    assert!(lower("// x\n\n// Code generated by y. DO NOT EDIT.\n\npackage p\n", "f.go").generated);
    assert!(!lower("package p\n// Code generated by y. DO NOT EDIT.\n", "f.go").generated);
}

#[test]
fn directives_speak_of_the_next_line_of_code_or_of_their_own() {
    let source = "package p\n\n// CONCURRENCY_SAFE: true\n// more words\n\nvar m map[string]int\nvar n int //maplint:ignore\nvar s = \"// CONCURRENCY_SAFE: false\"\n";
    let facts = lower(source, "f.go");
    let places: Vec<_> = facts.directives.iter().map(|directive| (directive.line.0, directive.own_line, directive.applies_to.0)).collect();
    assert_eq!(places, [(3, true, 6), (7, false, 7)]);
}

#[test]
fn directives_above_a_group_of_variables_speak_of_all_of_it() {
    let source = "package p\n\n// CONCURRENCY_SAFE: true\nvar (\n\tm map[string]int\n\tn map[string]int // CONCURRENCY_SAFE: false\n)\n";
    let facts = lower(source, "f.go");
    let targets: Vec<_> =
        facts.directives.iter().map(|directive| &source[directive.target.start as usize..directive.target.end as usize]).collect();
    let line = "\tn map[string]int // CONCURRENCY_SAFE: false";
    assert_eq!(targets, [format!("var (\n\tm map[string]int\n{line}\n)").as_str(), line]);
}

#[test]
fn test_files_hold_test_functions() {
    assert!(lower("package p\nfunc f() {}\n", "a_test.go").functions[0].in_test);
    assert!(!lower("package p\nfunc f() {}\n", "a.go").functions[0].in_test);
}

#[test]
fn an_error_costs_only_what_is_broken() {
    check(
        "func a() {\n m[k] = 1\n x = = 3\n g(1, @, h())\n}\nfunc b() { if x {\n c()\n}\nfunc (t *T) d(x int) bool {\n t.m[x]++\n",
        &[
            "fn a()",
            "  m[k] = 1",
            "  x = 3",
            "  call g(1, h())",
            "fn b()",
            "  if x",
            "    call c()",
            "fn T.d(t: *T; x: int) -> bool",
            "  update t.m[x] by 1",
            "lost: this could not be read",
            "lost: this could not be read",
            "lost: this could not be read",
        ],
    );
}

#[test]
fn losses_are_told_once_for_each_declaration() {
    let lost = |source: &str| lower(source, "f.go").losses.iter().map(|loss| loss.message.clone()).collect::<Vec<_>>();
    assert_eq!(lost("package p\nfunc f() { x := }\ntype T struct { a int; ) }\n"), ["this could not be read"; 2]);
    assert_eq!(lost("package p\nfunc f() { g(1 2); g(3 4) }\nvar x = 1 2\nvar y = 1"), ["this could not be read"; 2]);
    assert_eq!(lost("package p\nfunc (\nvar x int\n"), ["this declaration could not be read"]);
    for body in ["{{{", "{ ) }", "{ if {", "", "int int { }"] {
        assert_eq!(lost(&format!("package p\nfunc f() {body}\nfunc g( {{ }}\n")).len(), if body.is_empty() { 1 } else { 2 }, "{body}");
    }
    assert_eq!(lost("package p\nfunc f() {\n}\n  func g(( {\n@\n"), ["this could not be read"]);
    assert_eq!(lost("not go at all\n"), ["no Go declaration could be found"]);
    assert_eq!(lost(""), [""; 0]);
}

#[test]
fn what_takes_too_much_to_read_is_lost_whole() {
    let beside = "func f(m map[int]int) {\n\tm[1] = 1\n}\n";
    let lost = |broken: &str| {
        let facts = lower(&format!("package p\n{broken}\n{beside}"), "f.go");
        let is_read = facts.functions.iter().any(|function| &*function.name == "f" && function.root.is_some());
        assert!(is_read, "what is beside it");
        facts.losses.into_iter().map(|loss| loss.message).collect::<Vec<_>>()
    };
    assert_eq!(lost(&format!("var x = {}", "1 + ".repeat(300_000))), ["this takes too much to read"]);
    assert_eq!(lost(&format!("func g() {{\n{}", "g(".repeat(600_000))), ["the body of this function could not be read"]);
    let broken = format!("var x = {}\n", "1 ".repeat(50_000));
    let all = lost(&broken.repeat(15));
    assert_eq!(all[..10], ["this could not be read"; 10]);
    assert_eq!(all[10..], ["this takes too much to read"; 5]);
}

#[test]
fn what_is_too_large_is_told_and_keeps_its_signature() {
    let source = |statement: &str, count: usize| {
        format!("package p\nfunc f(m map[int]int) {{\n{}}}\nfunc g() {{ f(nil) }}\n", statement.repeat(count))
    };
    for statement in ["go func() { m[1] = 1 }()\n", "go g()\n"] {
        let lowered = |count| lower(&source(statement, count), "f.go");
        assert_eq!(lowered(2048).losses, [], "{statement}");
        let facts = lowered(2049);
        assert_eq!(facts.losses.iter().map(|loss| loss.message.as_str()).collect::<Vec<_>>(), [TOO_LARGE], "{statement}");
        let (f, g) = (&facts.functions[0], &facts.functions[1]);
        assert!(f.root.is_none() && f.params.len() == 1 && g.root.is_some(), "{statement}");
        dump(&facts, &source(statement, 2049));
    }
    assert_eq!(lower(&source("m[1] = 1\n", 150_000), "f.go").losses.len(), 1);
}

#[test]
fn deep_nesting_is_cut_not_followed() {
    let on_large_stack = std::thread::Builder::new().stack_size(64 << 20).spawn(|| {
        let depth = 100_000;
        for (open, inner, close) in
            [("(", "x", ")"), ("[]T{", "", "}"), ("f(", "", ")"), ("*", "p", ""), ("func() { x = ", "1", "}"), ("m[", "k", "]")]
        {
            let source = format!("package p\nfunc g() {{ m[k] = 1; x := {}{inner}{} }}\n", open.repeat(depth), close.repeat(depth));
            let facts = lower(&source, "f.go");
            assert!(facts.functions.iter().any(|function| function.name == "g"), "{open}");
            assert_eq!(facts.losses.len(), 1, "{open}");
        }
        for (open, inner, close) in [("{", "", "}"), ("if x {", "", "}"), ("if x {} else ", "{}", ""), ("for {", "", "}")] {
            let source = format!("package p\nfunc g() {{ {}{inner}{} }}\n", open.repeat(depth), close.repeat(depth));
            assert_eq!(lower(&source, "f.go").losses.len(), 1, "{open}");
        }
        let types = format!("package p\nvar x {}int\n", "[]".repeat(depth));
        assert_eq!(lower(&types, "f.go").losses.len(), 1);
        let sum = format!("package p\nvar x = 1{}\n", " + y".repeat(depth));
        assert_eq!(lower(&sum, "f.go").losses, []);
        // Side by side from where it is too deep.
        let conditions = format!("package p\nvar x = y{}\n", " == y && y".repeat(depth));
        let facts = lower(&conditions, "f.go");
        assert_eq!(facts.losses, []);
        let nodes = facts.functions.iter().flat_map(|function| &function.body.nodes);
        let nested = nodes.filter(|node| matches!(node, Node::ShortCircuit { .. })).count();
        assert!((100..=2000).contains(&nested), "{nested}");
    });
    on_large_stack.expect("a thread can be started").join().expect("no overflow, no panic");
}

const SAMPLE: &str = "// Package p counts é.\npackage p\n\nimport (\n\tm \"a/b\"\n)\n\n// CONCURRENCY_SAFE: true guarded_by=mu\ntype T[K comparable] struct {\n\tmu sync.Mutex\n\tn  map[K][]int `x:\"y\"`\n}\n\nconst (\n\tA = iota\n\tB\n)\n\nvar v, w = map[string]func(){\"é\": func() {}}, []*T{{n: nil}}\n\nfunc (t *T[K]) Do[P any](k K, xs ...P) (err error) {\n\tt.mu.Lock()\n\tdefer t.mu.Unlock()\n\tif n, ok := t.n[k]; ok && len(n) > 0 {\n\t\tn = append(n, 1)\n\t}\nL:\n\tfor i := range xs {\n\t\tselect {\n\t\tcase c <- new(i + 1):\n\t\t\tcontinue L\n\t\tcase x := <-d:\n\t\t\tgo func() { t.n[k] = x }()\n\t\tdefault:\n\t\t}\n\t\tswitch y := z.(type) {\n\t\tcase *T[int], nil:\n\t\t\tgoto L\n\t\t}\n\t}\n\treturn m.F[K, P](k)\n}\n";

#[test]
fn any_prefix_and_any_text_with_a_piece_cut_out_is_lowered_without_a_panic() {
    let cuts: Vec<usize> = SAMPLE.char_indices().map(|(at, _)| at).collect();
    for at in &cuts {
        let prefix = &SAMPLE[..*at];
        let text = shown(prefix);
        assert_eq!(text, shown(prefix), "not the same twice");
        let rest = cuts.iter().find(|next| **next >= at + 3).copied().unwrap_or(SAMPLE.len());
        shown(&format!("{prefix}{}", &SAMPLE[rest..]));
        shown(&SAMPLE[*at..]);
    }
}

#[test]
fn the_table_of_libraries_is_well_formed() {
    let library = library();
    assert_eq!(library.types["sync.RWMutex"].kind, TypeModelKind::RwLock);
    assert_eq!(library.functions["fmt.Printf"].reads_from, Some(1));
    for model in library.types.values() {
        assert!(model.like.as_ref().is_none_or(|like| library.types.contains_key(like)), "{:?}", model.like);
    }
    let arguments = library
        .functions
        .values()
        .map(|model| &model.runs)
        .chain(library.types.values().flat_map(|model| model.methods.values().map(|method| &method.runs)));
    for runs in arguments {
        assert!(runs.keys().all(|index| index.parse::<usize>().is_ok()), "{runs:?}");
    }
    for (key, entry) in &library.entries {
        let told =
            !entry.params.is_empty() || !entry.with.is_empty() || entry.registered || entry.embeds.is_some() || entry.registers.is_some();
        assert!(told && !entry.why.is_empty(), "{key}");
    }
}
