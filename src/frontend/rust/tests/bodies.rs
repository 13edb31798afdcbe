//! Statements, expressions, patterns, macros.

use super::*;

#[test]
fn names_resolve_to_the_innermost_binding() {
    assert_eq!(body("let a = a; let a = { let a = a; a }; a;"), "{let a#4 = a#0; let a#6 = {let a#5 = a#4; a#5}; a#6;}");
    assert_eq!(body("if let Some(a) = a { a; } else { a; }"), "{if is Some {0: a#4} = a#0 {a#4;} else {a#0;}}");
    assert_eq!(body("|a, e| a + e + b; a;"), "{|a#4, e#5| opaque(a#4, e#5, b#1); a#0;}");
    assert_eq!(body("for a in a { a; } a;"), "{for a#4 in a#0 {a#4;}; a#0;}");
    assert_eq!(body("match a { a => a, B => a }; e; crate::a;"), "{match a#0 {a#4 => a#4, B => a#0}; e; crate::a;}");
    assert_eq!(body("let A(x) = a else { x }; x;"), "{let A {0: x#4} = a#0 else {x}; x#4;}");
    assert_eq!(body("fn g() { a } let r#type = 1; r#type;"), "{let type#4 = 1; type#4;}");
}

#[test]
fn alternatives_bind_the_same_local() {
    assert_eq!(body("match a { A(x) | B(x, _) => x, }"), "{match a#0 {A {0: x#4} | B {0: x#4, 1: _} => x#4}}");
}

#[test]
fn patterns() {
    assert_eq!(body("let (x, ..) = a;"), "{let (x#4, _) = a#0;}");
    assert_eq!(body("let (.., x) = a;"), "{let  {..: x#4} = a#0;}");
    assert_eq!(body("let [h, t @ ..] = a;"), "{let (h#4, t#5 @ _) = a#0;}");
    assert_eq!(body("let [h, .., t] = a;"), "{let  {0: h#4, ..: t#5} = a#0;}");
    assert_eq!(body("let S { f, g: P(x), .. } = a;"), "{let S {f: f#4, g: P {0: x#5}} = a#0;}");
    assert_eq!(body("let &(ref x, y @ 1..=2) = a;"), "{let &(ref x#4, y#5 @ ::std::ops::RangeInclusive {start: 1, end: 2}) = a#0;}");
    assert_eq!(
        body("match a { None => 1, E::V => 2, 3 | -4 => 5, \"s\" => 6 }"),
        "{match a#0 {None => 1, E::V => 2, 3 | -4 => 5, \"s\" => 6}}"
    );
    assert_eq!(body("match a { x if let Some(y) = x => y, _ => 1 }"), "{match a#0 {x#4 if is Some {0: y#5} = x#4 => y#5, _ => 1}}");
}

#[test]
fn expressions() {
    assert_eq!(body("self::x::<T>(a)?.await.b.0[c] = *d;"), "{self::x(a#0)?.await.b.0[c#2] = *d#3;}");
    assert_eq!(body("a += 1; a << b | c;"), "{a#0 ~= 1; opaque(a#0, b#1, c#2);}");
    assert_eq!(
        body("a == b; a != b; a <= b; !a; -a; -1;"),
        "{Equal(a#0, b#1); NotEqual(a#0, b#1); Order(a#0, b#1); !a#0; opaque(a#0); -1;}"
    );
    assert_eq!(body("(a, _) = b;"), "{(a#0, opaque()) = b#1;}");
    assert_eq!(body("S { a, f: b, ..c };"), "{S {a: a#0, f: b#1, ..c#2};}");
    assert_eq!(body("&a[1..b]; &mut a[..]; a as u8 as T<u8>;"), "{&a#0[slice 1, b#1]; &mut a#0[slice ]; a#0 as u8 as T<u8>;}");
    assert_eq!(body("0..a; [a, b]; [a; 3]; ();"), "{::std::ops::Range {start: 0, end: a#0}; (a#0, b#1); opaque(a#0, 3); ();}");
    assert_eq!(body("'a: { break 'a 1 } 'b: loop { continue 'b; }"), "{'a: {break 'a 1}; 'b: loop {continue;}}");
    assert_eq!(
        body("return a; unsafe { &raw mut M }; <T as D>::new(); <[u8]>::len(a);"),
        "{return a#0; unsafe {&mut M}; T::new(); _::len(a#0);}"
    );
    assert_eq!(body("async move { a.await }; async |x| x;"), "{move async-block || {a#0.await}; async |x#4| x#4;}");
    assert_eq!(body("|&(x, y): &(u8, u8), _| x + y;"), "{|#4, _#7| {let &(x#5, y#6) = #4; opaque(x#5, y#6)};}");
    assert_eq!(body("#[cfg(x)] return a; #[cfg(not(x))] { b }"), "{if opaque() return a#0; if opaque() {b#1}}");
}

#[test]
fn type_arguments_are_kept_beside_the_node() {
    let facts = facts("fn f() { HashMap::<K, V>::new(); x.collect::<Vec<_>>(); <Map<A>>::new(); }");
    let body = &function(&facts, "f").body;
    let shown: Vec<String> =
        body.turbofish.iter().map(|(_, types)| types.iter().map(|id| ty(&facts, *id)).collect::<Vec<_>>().join(",")).collect();
    assert_eq!(shown, ["K,V", "Vec<?>", "A"]);
}

#[test]
fn parameters() {
    let facts = facts("fn f(mut a: A, (b, c): (B, C), _: D, S { d }: S) { b }");
    let function = function(&facts, "f");
    let names: Vec<_> = function.params.iter().map(|param| function.body.local(*param).name.to_string()).collect();
    assert_eq!(names, ["a", "", "_", ""]);
    let show = Show { facts: &facts, body: &function.body };
    assert_eq!(show.node(function.root.expect("a body")), "{let (b#2, c#3) = #1; let S {d: d#6} = #5; {b#2}}");
}

#[test]
fn closures_know_where_their_locals_are_bound() {
    let facts = facts("fn f(a: A) { |x| { let y = a; move || x + y + a }; }");
    let body = &function(&facts, "f").body;
    let owners: Vec<_> = body.locals.iter().map(|local| (local.name.to_string(), local.closure.map(|id| id.index()))).collect();
    assert_eq!(owners, [("a".to_owned(), None), ("x".to_owned(), Some(0)), ("y".to_owned(), Some(0))]);
    assert_eq!(body.closures[1].parent.map(|id| id.index()), Some(0));
    assert!(body.closures[1].moves && !body.closures[0].moves);
}

#[test]
fn macros_with_arguments() {
    assert_eq!(body("assert!(a.ok(), \"no {}\", b);"), "{assert!(a#0.ok(), \"no {}\", &b#1);}");
    assert_eq!(body("assert_eq!(a, b.len());"), "{assert_eq!(&a#0, b#1.len());}");
    assert_eq!(body("println!(\"{a} {{b}} {0:c$} {x}\", d);"), "{println!(\"{a} {{b}} {0:c$} {x}\", &d#3, opaque(a#0), opaque(c#2));}");
    assert_eq!(body("write!(a, \"{}\", x = b.lock().len())?;"), "{write!(a#0, \"{}\", b#1.lock().len())?;}");
    assert_eq!(body("tracing::info!(target: \"t\", a.b = %c, ?d, \"msg\");"), "{tracing::info!(\"t\", &c#2, &d#3, \"msg\");}");
    assert_eq!(body("vec![a, b]; vec![a; 3]; dbg!(a);"), "{vec!(a#0, b#1); std::vec::from_elem(a#0, 3); dbg!(a#0);}");
    assert_eq!(body("hashmap! { a => b, c => 1 };"), "{hashmap!(a#0 => b#1, c#2 => 1);}");
    assert_eq!(body("matches!(a.get(), Some(x) if x.ok());"), "{match a#0.get() {Some {0: x#4} if t(x#4.ok()) => true, _ => false};}");
    assert_eq!(body("tokio::join!(a, b.go());"), "{tokio::join!(a#0.await, b#1.go().await);}");
}

#[test]
fn macros_of_statements_and_of_anything() {
    assert_eq!(body("timed! { let x = a.lock(); x.go() };"), "{timed!({let x#4 = a#0.lock(); x#4.go()});}");
    assert_eq!(body("odd!(a <- b ** , c);"), "{odd!(opaque(a#0, b#1), c#2);}");
    assert_eq!(body("quote!(a.lock());"), "{quote!();}");
    assert_eq!(body("let s = stream! { yield a.lock(); };"), "{let s#4 = stream!(async-block || {opaque(a#0.lock());});}");
    assert_eq!(body("cfg_if! { if #[cfg(x)] { a.go(); } else { b } }"), "{if opaque() {a#0.go();} else {b#1}}");
}

#[test]
fn select_awaits_each_operation() {
    assert_eq!(
        body("tokio::select! { biased; Some(x) = a.recv(), if b.ok() => { x; } _ = c => (), else => d }"),
        "{{t(b#1.ok()); select {Some {0: x#4} if t(a#0.recv()).await => {x#4;}, _ if c#2.await => (), _ => d#3}}}"
    );
    assert_eq!(
        body("select! { recv(a) -> x => x.go(), send(b, c) -> _ => (), default => d }"),
        "{select {x#4 if <-a#0 => t(x#4.go()), _ if b#1 <- c#2 => (), _ => d#3}}"
    );
}
