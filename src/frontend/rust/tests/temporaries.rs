//! Where temporaries end, by form and edition.

use super::*;

/// The one statement of `f` in an edition.
fn in_edition(statement: &str, edition: u16) -> String {
    let block = body_in(&format!("fn f() {{ {statement}; }}"), edition);
    block.strip_prefix('{').and_then(|inside| inside.strip_suffix(";}")).expect("a block of one statement").to_owned()
}

fn in_2021(statement: &str) -> String {
    in_edition(statement, 2021)
}

#[test]
fn plain_conditions_end_theirs() {
    assert_eq!(in_2021("if m.lock() { a() }"), "if t(m.lock()) t({a()})");
    assert_eq!(in_2021("while m.lock() { a(); }"), "loop while t(m.lock()) {a();}");
    assert_eq!(in_2021("m() && x || n()"), "((t(m()) && x) || t(n()))");
    assert_eq!(in_2021("if x { a; }"), "if x {a;}");
}

#[test]
fn if_let_keeps_its_scrutinee_through_else_until_2024() {
    let text = "if let Some(x) = m.get() { x; } else { b(); }";
    assert_eq!(in_2021(text), "if is Some {0: x#0} = m.get() {x#0;} else {b();}");
    assert_eq!(in_edition(text, 2024), "if is Some {0: x#0} = m.get() {x#0;} else-after-drops {b();}");
}

#[test]
fn chains_end_only_operands_that_do_not_bind() {
    assert_eq!(
        in_edition("if let A(x) = m() && x.ok() && let B(y) = n(x) { y; }", 2024),
        "if ((is A {0: x#0} = m() && t(x#0.ok())) && is B {0: y#1} = n(x#0)) {y#1;}"
    );
}

#[test]
fn an_else_if_is_a_scope_of_its_own() {
    assert_eq!(in_2021("if let A = m() {} else if let B = n() {}"), "if is A = m() {} else t(if is B = n() {})");
}

#[test]
fn match_keeps_its_scrutinee_and_each_arm_ends_its_own() {
    assert_eq!(
        in_2021("match m.lock() { Some(x) if x.ok() => x.go(), _ => () }"),
        "match m.lock() {Some {0: x#0} if t(x#0.ok()) => t(x#0.go()), _ => ()}"
    );
}

#[test]
fn loops_keep_what_they_run_over() {
    assert_eq!(in_2021("for x in m.lock().iter() { x.go() }"), "for x#0 in m.lock().iter() t({x#0.go()})");
    assert_eq!(in_2021("while let Some(x) = m.lock().pop() { x; }"), "loop while is Some {0: x#0} = m.lock().pop() {x#0;}");
    assert_eq!(in_2021("loop { a() }"), "loop t({a()})");
}

#[test]
fn tails_end_with_their_block_since_2024() {
    let text = "fn f() { let g = 1; m.lock().len() }";
    assert_eq!(body_in(text, 2021), "{let g#0 = 1; m.lock().len()}");
    assert_eq!(body_in(text, 2024), "{let g#0 = 1; t(m.lock().len())}");
    assert_eq!(body_in("fn f() { a({ m.lock().len() }); }", 2024), "{a({t(m.lock().len())});}");
    assert_eq!(body_in("fn f() { unsafe { m.get() } }", 2024), "{unsafe {t(m.get())}}");
}

#[test]
fn borrows_in_a_let_extend_what_they_borrow() {
    for extended in [
        "let x = &m.lock()",
        "let x = &mut m.lock().unwrap().field",
        "let x = &m.lock().unwrap()[&k]",
        "let x = &*m.lock()",
        "let x = &(*m.lock()).0[1..2]",
        "let x = (1, &m.lock())",
        "let x = [&m.lock()]",
        "let x = S { a: &m.lock() }",
        "let x = Some(&m.lock())",
        "let x = &S { a: &m.lock() }",
        "let x = &m.lock() as &dyn T",
        "let x = { a(); &m.lock() }",
        "let x = unsafe { &m.lock() }",
        "let x = if a { &m.lock() } else { b }",
        "let x = match a { _ => &m.lock() }",
        "let ref x = m.lock()",
        "let (ref x, _) = m.lock().unwrap().pair",
        "let Some(x) = &m.lock() else { return }",
        "let x: &T = &m.lock().await",
        "let x = &m.lock()?",
    ] {
        assert!(in_2021(extended).starts_with("let-extended"), "{extended}");
        assert!(in_edition(extended, 2024).starts_with("let-extended"), "{extended}");
    }
    for plain in [
        "let x = m.lock()",
        "let x = m.lock().unwrap().get(&k).cloned()",
        "let x = f(&m.lock())",
        "let x = &y",
        "let x = &y.field",
        "let x = &CONST",
        "let x = &1",
        "let x = m.lock().field",
        "let x = *m.lock()",
        "let x = || &m.lock()",
        "let x = y.method(&m.lock())",
        "let &x = m.lock().get()",
        "x = &m.lock()",
        "let x = &a[m.lock().len()]",
    ] {
        assert!(!in_2021(plain).starts_with("let-extended"), "{plain}");
    }
}

#[test]
fn the_extended_temporaries_are_named() {
    let text = "fn f() { let x = &m.lock().unwrap().g(h()).field[k()]; }";
    let facts = facts(text);
    let body = &function(&facts, "f").body;
    let found: Vec<_> = body
        .nodes
        .iter()
        .filter_map(|node| match node {
            Node::Let { pattern, value: Some(value), .. } => Some(body.extended_temporaries(*pattern, *value)),
            _ => None,
        })
        .flatten()
        .map(|node| &text[body.span(node).start as usize..body.span(node).end as usize])
        .collect();
    assert_eq!(found, ["m.lock().unwrap().g(h())"]);
}

#[test]
fn an_extended_branch_keeps_its_temporaries() {
    assert_eq!(in_edition("let x = if a { &m.lock() } else { b }", 2024), "let-extended x#0 = if a {&m.lock()} else {b}");
    assert_eq!(in_edition("let x = { a(); &m.lock() }", 2024), "let-extended x#0 = {a(); &m.lock()}");
}
