//! Small texts, and what becomes of them: shapes, and the text of spans.

use super::{Converter, file};
use crate::frontend::rust::parse::{self, Source};
use crate::frontend::rust::tree::{
    Arguments, Attribute, BinaryOp, Expr, Field, Function, Head, Input, Item, LiteralKind, PatKind, ReceiverKind, Stmt, TypeKind,
};
use crate::source::Span;
use syn::spanned::Spanned;
use syn::visit::Visit;

fn parsed(text: &str) -> Source<'_> {
    match parse::parse(text, 0..text.len()) {
        Ok(source) => source,
        Err(loss) => panic!("{text}: {}", loss.message),
    }
}

fn items(text: &str) -> Vec<Item> {
    file(&parsed(text)).1
}

fn at(text: &str, span: Span) -> &str {
    &text[span.start as usize..span.end as usize]
}

/// `path(list)` of each.
fn shown(text: &str, attributes: &[Attribute]) -> Vec<String> {
    let show = |attribute: &Attribute| {
        let path: Vec<&str> = attribute.path.iter().map(|name| name.as_str()).collect();
        format!("{}{}", path.join("::"), attribute.list.map(|list| format!("({})", at(text, list))).unwrap_or_default())
    };
    attributes.iter().map(show).collect()
}

fn function(text: &str) -> Function {
    match items(text).remove(0) {
        Item::Function(function) => *function,
        other => panic!("{text}: {other:?}"),
    }
}

fn structure(text: &str) -> (Head, Vec<Field>) {
    match items(text).remove(0) {
        Item::Struct { head, fields, .. } => (*head, fields),
        other => panic!("{text}: {other:?}"),
    }
}

fn statements(text: &str) -> Vec<Stmt> {
    function(text).block.expect("the fixture has a body").statements
}

/// The last statement of a body, an expression.
fn value(text: &str) -> Expr {
    match statements(text).pop() {
        Some(Stmt::Expr { expr, .. }) => expr,
        other => panic!("{text}: {other:?}"),
    }
}

#[test]
fn attributes_keep_what_their_brackets_hold() {
    let text = "#![no_std]\n//! Words.\n#[doc = \"x\"]\n#[cfg(all(test, unix))]\n#[unsafe(no_mangle)]\n#[a::b = 1]\n/// More.\nmod m {\n#![allow(x)]\n}";
    let (attributes, items) = file(&parsed(text));
    assert_eq!(shown(text, &attributes), ["no_std"]);
    let Item::Mod { attributes, name, items } = &items[0] else { panic!("{items:?}") };
    assert_eq!(shown(text, attributes), ["cfg(all(test, unix))", "unsafe(no_mangle)", "a::b", "allow(x)"]);
    assert_eq!((name.as_str(), items.len()), ("m", 0));
}

#[test]
fn heads_go_from_their_first_word_to_their_end() {
    for text in ["pub(crate) struct S<T: A + 'static>(pub T) where T: B;", "struct S;", "struct S { a: u8 }", "pub union S { a: u8 }"] {
        assert_eq!(at(text, structure(text).0.span), text);
    }
    let text = "#[x] pub unsafe auto trait r#T: A + Sized { fn f(); }";
    let Item::Trait(found) = items(text).remove(0) else { panic!("{text}") };
    assert_eq!(at(text, found.head.span), "pub unsafe auto trait r#T: A + Sized { fn f(); }");
    assert_eq!((found.head.ident.name.as_str(), at(text, found.head.ident.span)), ("T", "r#T"));
    assert_eq!((found.supertraits.len(), at(text, found.functions[0].span)), (2, "fn f()"));
    let text = "default unsafe impl<T> A for B<T>  where T: C {\n type X = u8; pub const fn f(&mut self) {} const N: u8 = 1; }";
    let Item::Impl(found) = items(text).remove(0) else { panic!("{text}") };
    assert_eq!(at(text, found.head), "unsafe impl<T> A for B<T>  where T: C ");
    assert_eq!((found.is_unsafe, found.is_negative, found.types.len()), (true, false, 1));
    assert_eq!(at(text, found.functions[0].span), "pub const fn f(&mut self) {}");
    let Input::Receiver(receiver) = &found.functions[0].inputs[0] else { panic!("{text}") };
    assert_eq!((&receiver.kind, at(text, receiver.at)), (&ReceiverKind::Reference { mutable: true }, "self"));
}

#[test]
fn functions_of_other_languages_end_with_their_parameters() {
    let text = "extern \"C\" { pub(super) safe fn f(a: u8) -> u8; static mut X: u8; type T; m!(); }";
    let Item::Foreign(found) = items(text).remove(0) else { panic!("{text}") };
    let [Item::Function(function), Item::Variable(variable)] = &*found else { panic!("{found:?}") };
    assert_eq!((at(text, function.span), function.public, function.is_unsafe), ("pub(super) safe fn f(a: u8)", false, false));
    assert_eq!((at(text, variable.ident.span), variable.value.is_none()), ("X", true));
}

#[test]
fn enums_say_whether_their_numbers_are_bytes() {
    let text = "enum E { A = 255, B = 256, C = -1, #[cfg(x)] D { d: u8 }, F(u8) }";
    let Item::Enum { variants, .. } = items(text).remove(0) else { panic!("{text}") };
    let bytes: Vec<Option<bool>> = variants.iter().map(|variant| variant.is_byte).collect();
    assert_eq!(bytes, [Some(true), Some(false), Some(false), None, None]);
    assert_eq!((shown(text, &variants[3].attributes), variants[4].fields.len()), (vec!["cfg(x)".to_owned()], 1));
}

#[test]
fn imports_are_flat() {
    let found = items("pub use ::a::{self, b::*, c as d};\nextern crate e as _;\nmod f;");
    let [Item::Imports(used), Item::Imports(crates), Item::Other] = &*found else { panic!("{found:?}") };
    let show = |import: &crate::facts::Import| {
        let path: Vec<&str> = import.path.iter().map(|name| name.as_str()).collect();
        format!("{} {:?} {}", path.join("::"), import.alias.map(|alias| alias.to_string()), import.exported)
    };
    assert_eq!(used.iter().map(show).collect::<Vec<_>>(), ["::a Some(\"a\") true", "::a::b None true", "::a::c Some(\"d\") true"]);
    assert_eq!(crates.iter().map(show).collect::<Vec<_>>(), ["e Some(\"_\") false"]);
}

#[test]
fn types_are_without_parentheses_but_their_spans_are_not() {
    let text = "struct S((&'a mut (dyn A + 'a)), [u8; 3], [u8; N], for<'a> unsafe extern \"C\" fn(x: A, ...) -> !, pub dyn Fn(A) -> B, *const u8, ::a::B<'a, C, D = E, 3>, <A as B>::C);";
    let fields = structure(text).1;
    let spans: Vec<&str> = fields.iter().map(|field| at(text, field.ty.span)).collect();
    assert_eq!(
        spans,
        [
            "(&'a mut (dyn A + 'a))",
            "[u8; 3]",
            "[u8; N]",
            "for<'a> unsafe extern \"C\" fn(x: A, ...) -> !",
            "dyn Fn(A) -> B",
            "*const u8",
            "::a::B<'a, C, D = E, 3>",
            "<A as B>::C"
        ]
    );
    let TypeKind::Bounds(paths) = &fields[4].ty.kind else { panic!("{fields:?}") };
    let Arguments::Parenthesized(signature) = &paths[0].segments[0].arguments else { panic!("{paths:?}") };
    assert_eq!((signature.inputs.len(), signature.output.is_some()), (1, true));
    assert_eq!(fields[4].visibility.at.map(|span| at(text, span)), Some("pub"));
    let TypeKind::Reference { mutable: true, target } = &fields[0].ty.kind else { panic!("{fields:?}") };
    assert_eq!(at(text, target.span), "(dyn A + 'a)");
    assert!(matches!(&target.kind, TypeKind::Bounds(paths) if paths.len() == 1));
    assert!(matches!(fields[1].ty.kind, TypeKind::Array(_, Some(3))));
    assert!(matches!(fields[2].ty.kind, TypeKind::Array(_, None)));
    assert!(matches!(&fields[3].ty.kind, TypeKind::Function(signature) if signature.inputs.len() == 1 && signature.output.is_some()));
    let TypeKind::Path(path) = &fields[6].ty.kind else { panic!("{fields:?}") };
    assert_eq!(path.path.leading.map(|span| at(text, span)), Some(":"));
    let Arguments::Angle(angle) = &path.path.segments[1].arguments else { panic!("{path:?}") };
    assert_eq!((angle.types.len(), at(text, angle.close)), (1, ">"));
    let TypeKind::Path(path) = &fields[7].ty.kind else { panic!("{fields:?}") };
    let qself = path.qself.as_ref().expect("the fixture has one");
    assert_eq!((qself.position, at(text, qself.open), path.path.leading), (1, "<", None));
}

#[test]
fn generics_keep_types_and_what_is_said_of_names() {
    let function = function("fn f<'a, T: A + ?Sized + 'a, const N: usize>() where 'a: 'b, T: for<'c> B<'c> + C, (T): D, Vec<T>: E {}");
    let names =
        |list: &[(crate::facts::Name, Vec<_>)]| list.iter().map(|(name, bounds)| format!("{name} {}", bounds.len())).collect::<Vec<_>>();
    assert_eq!(names(&function.generics.params), ["T 2"]);
    assert_eq!(names(&function.generics.predicates), ["T 2"]);
}

#[test]
fn statements_that_are_empty_are_left_out() {
    let text = "fn f() { ;; let a: T = b else { return }; m!{} #[cfg(x)] g(); struct S; ; #[cfg(x)] a }";
    let found = statements(text);
    let [Stmt::Let(binding), Stmt::Macro { mac, semi: false }, Stmt::Expr { semi: true, conditional: true, .. }, Stmt::Item(_), last] =
        &*found
    else {
        panic!("{found:?}")
    };
    assert_eq!(at(text, binding.span), "let a: T = b else { return };");
    assert_eq!((at(text, binding.pat.span), binding.ty.is_some(), binding.otherwise.is_some()), ("a", true, true));
    assert_eq!((at(text, mac.bang), at(text, mac.delimited)), ("!", "{}"));
    assert!(matches!(last, Stmt::Expr { semi: false, conditional: false, .. }));
}

#[test]
fn patterns_have_the_spans_of_their_tokens() {
    let text = "fn f() { match x { A { a: 1, ref b, .. } | B(-1, .., c @ 2..=3) if d => e, &(ref mut g) => h } }";
    let Expr::Match(found) = value(text) else { panic!("{text}") };
    assert_eq!(at(text, found.span), &text[9..text.len() - 2]);
    assert_eq!(at(text, found.arms[0].pat.span), "A { a: 1, ref b, .. } | B(-1, .., c @ 2..=3)");
    assert!(found.arms[0].guard.is_some());
    let PatKind::Or(cases) = &found.arms[0].pat.kind else { panic!("{found:?}") };
    assert!(matches!(&cases[0].kind, PatKind::Struct(_, fields) if fields.len() == 2));
    let PatKind::TupleStruct(_, elements) = &cases[1].kind else { panic!("{cases:?}") };
    let spans: Vec<&str> = elements.iter().map(|element| at(text, element.span)).collect();
    assert_eq!(spans, ["-1", "..", "c @ 2..=3"]);
    assert!(matches!(&elements[0].kind, PatKind::Literal(literal) if literal.kind == LiteralKind::Int(Some(-1))));
    let PatKind::Reference(inner) = &found.arms[1].pat.kind else { panic!("{found:?}") };
    assert!(matches!(&inner.kind, PatKind::Paren(inner) if matches!(inner.kind, PatKind::Ident { by_ref: true, mutable: true, .. })));
}

#[test]
fn expressions_say_where_their_tokens_stand() {
    let text = "fn f() { a.0.1[..=2].b::<T>(c)?.await }";
    let Expr::Await(inner, span) = value(text) else { panic!("{text}") };
    assert_eq!(at(text, span), "await");
    let Expr::Try(inner, span) = *inner else { panic!("{inner:?}") };
    assert_eq!(at(text, span), "?");
    let Expr::MethodCall(call) = *inner else { panic!("{inner:?}") };
    assert_eq!((at(text, call.method.span), at(text, call.close)), ("b", ")"));
    assert!(call.turbofish.is_some_and(|turbofish| turbofish.types.len() == 1));
    let Expr::Index(inner, span) = call.receiver else { panic!("{text}") };
    assert_eq!(at(text, span), "]");
    assert!(matches!(&inner.1, Expr::Range(range) if range.closed && range.start.is_none() && at(text, range.limits) == "."));
    let Expr::Field { base, member } = &inner.0 else { panic!("{inner:?}") };
    assert_eq!((member.name.as_str(), at(text, member.span)), ("1", "1"));
    assert!(matches!(&**base, Expr::Field { member, .. } if at(text, member.span) == "0" && member.span.start == 11));
}

#[test]
fn words_of_expressions_are_kept() {
    let text = "fn f() { async move |x: T, _| -> U { 'a: while let A = b && c { break 'a &raw const d } } }";
    let Expr::Closure(closure) = value(text) else { panic!("{text}") };
    assert_eq!((at(text, closure.start), closure.is_async, closure.moves), ("async move |", true, true));
    assert!(matches!(closure.params[0].kind, PatKind::Type(..)) && matches!(closure.params[1].kind, PatKind::Wild));
    let Expr::Block { block, label: None } = closure.body else { panic!("{text}") };
    let [Stmt::Expr { expr: Expr::Loop(inner), semi: false, .. }] = &*block.statements else { panic!("{block:?}") };
    assert_eq!((inner.label.map(|label| label.to_string()).as_deref(), at(text, inner.at)), (Some("a"), "while"));
    assert!(
        matches!(&inner.condition, Some(Expr::Binary(binary)) if binary.op == BinaryOp::And && matches!(binary.left, Expr::Let { .. }))
    );
    let [Stmt::Expr { expr: Expr::Break { value: Some(value), .. }, .. }] = &*inner.body.statements else { panic!("{inner:?}") };
    assert!(matches!(&**value, Expr::Reference { raw: true, mutable: false, at: span, .. } if at(text, *span) == "&"));
}

/// Holds the spans of all types and patterns against those that `Spanned` gives.
struct Spans<'p>(Converter<'p>, usize);

impl<'ast> Visit<'ast> for Spans<'_> {
    fn visit_type(&mut self, ty: &'ast syn::Type) {
        assert_eq!(self.0.type_span(ty), self.0.whole(ty));
        self.1 += 1;
        syn::visit::visit_type(self, ty);
    }

    fn visit_pat(&mut self, pat: &'ast syn::Pat) {
        assert_eq!(self.0.pat_span(pat), self.0.whole(pat));
        self.1 += 1;
        syn::visit::visit_pat(self, pat);
    }
}

#[test]
fn spans_are_those_of_all_tokens() {
    let text = "fn f(a: impl for<'a> A<'a> + 'b + use<'b>, b: &dyn A, c: (A) + B, d: 'a + A, e: _, f: (), g: [u8], h: m!(), i: A +) -> ! {\n\
        |#[x] (a, b), #[y] ref c: &T| 1; |/* é */ ref mut x @ &[ref y @ .., <A>::B, -2, C::<T>::D, c::E::<T> {}]| 1;\n\
        match x { | 1 | (2) => 1, a..=b | ..c | -1.. => 2, m!() | const { 1 } => 3, A(b) if c => 4, box c => 5 }\n\
    }";
    let source = parsed(text);
    let mut spans = Spans(Converter::new(&source.positions), 0);
    spans.visit_file(&source.file);
    assert!(spans.1 > 40, "{}", spans.1);
    assert_eq!(at(text, spans.0.whole(&source.file.items[0].span())), text);
}
