//! Declarations, scopes, attributes.

use super::*;

#[test]
fn use_trees_become_imports() {
    let facts = facts(
        "use std::{self as s, io::{self, *}, sync::Mutex as M}; pub use self::a::b; use ::c; pub(crate) use super::d as _; extern crate e as f;",
    );
    let shown: Vec<String> = facts.scopes[0]
        .imports
        .iter()
        .map(|import| {
            let path = import.path.iter().map(|name| name.as_str()).collect::<Vec<_>>().join("::");
            let alias = import.alias.map_or("*".to_owned(), |alias| alias.to_string());
            format!("{}{path} {alias}{}", if import.exported { "pub " } else { "" }, if import.glob { " glob" } else { "" })
        })
        .collect();
    assert_eq!(
        shown,
        ["std s", "std::io io", "std::io * glob", "std::sync::Mutex M", "pub self::a::b b", "::c c", "pub super::d _", "e f"]
    );
}

#[test]
fn types_carry_fields_parameters_and_derives() {
    let facts = facts(
        "#[derive(Clone, serde::Serialize)] pub struct S<T: A + 'static> where T: B { pub m: HashMap<String, Vec<T>>, n: &'static [u8; 4] }
         struct U(pub u8, *mut T); enum E { A, B(u8), C { x: (u8, dyn Fn(u8) -> T + Send) } } type X<K> = Map<K, impl D>; union V { a: u8 }",
    );
    let show_fields = |fields: &[crate::facts::Field]| {
        fields
            .iter()
            .map(|field| format!("{}{}: {}", if field.exported { "pub " } else { "" }, field.name, ty(&facts, field.ty)))
            .collect::<Vec<_>>()
            .join(", ")
    };
    let shown: Vec<String> = facts
        .types
        .iter()
        .map(|decl| {
            let kind = match &decl.kind {
                TypeDeclKind::Struct(fields) => show_fields(fields),
                TypeDeclKind::Enum(variants) => {
                    variants.iter().map(|(name, fields)| format!("{name}({})", show_fields(fields))).collect::<Vec<_>>().join(" ")
                }
                TypeDeclKind::Alias(target) => format!("= {}", ty(&facts, *target)),
                other => format!("{other:?}"),
            };
            format!("{} {kind}", decl.name)
        })
        .collect();
    assert_eq!(
        shown,
        [
            "S pub m: HashMap<String, Vec<T>>, n: &[u8; Some(4)]",
            "U pub 0: u8, 1: *mut T",
            "E A() B(0: u8) C(x: (u8, fn(u8) -> T))",
            "X = Map<K, dyn D>",
            "V a: u8"
        ]
    );
    let first = &facts.types[0];
    assert_eq!(first.derives.iter().map(|name| name.as_str()).collect::<Vec<_>>(), ["Clone", "Serialize"]);
    assert_eq!(first.params[0].bounds.iter().map(|id| ty(&facts, *id)).collect::<Vec<_>>(), ["A", "B"]);
    assert!(first.exported && !facts.types[1].exported);
}

#[test]
fn methods_know_their_impl() {
    let facts = facts(
        "impl<K: Hash> Cache<K> { pub async fn get<Q>(&mut self, k: &Q) -> Option<K> where K: Eq { k } fn by(self: Arc<Self>) {} }
         impl<K> Deref for Cache<K> { type Target = Map<K>; fn deref(&self) -> &Map<K> { &self.0 } }
         unsafe impl<T> Sync for S<T> where T: Send {} impl !Send for S {}
         pub trait T: A + B { fn need(&self, x: u8) -> u8; fn give(&self) { self.need(1); } }",
    );
    let get = function(&facts, "get");
    assert_eq!(get.owner.map(|id| ty(&facts, id)).as_deref(), Some("Cache<K>"));
    assert_eq!(get.results.iter().map(|id| ty(&facts, *id)).collect::<Vec<_>>(), ["Option<K>"]);
    assert_eq!(get.type_params.iter().map(|param| format!("{}: {}", param.name, param.bounds.len())).collect::<Vec<_>>(), ["K: 2", "Q: 0"]);
    let receiver = get.body.local(get.receiver.expect("a receiver"));
    assert_eq!((receiver.kind, receiver.ty.map(|id| ty(&facts, id)).as_deref()), (LocalKind::Receiver, Some("&mut Self")));
    assert!(get.is_async && get.exported);
    let by = function(&facts, "by");
    assert_eq!(by.body.locals[0].ty.map(|id| ty(&facts, id)).as_deref(), Some("Arc<Self>"));
    let deref = function(&facts, "deref");
    assert_eq!(deref.trait_.map(|id| ty(&facts, id)).as_deref(), Some("Deref"));
    let impls: Vec<String> = facts
        .impls
        .iter()
        .map(|item| format!("{} for {} {} {}", ty(&facts, item.trait_), ty(&facts, item.ty), item.is_unsafe, item.associated.len()))
        .collect();
    assert_eq!(impls, ["Deref for Cache<K> false 1", "Sync for S<T> true 0"]);
    assert!(function(&facts, "need").root.is_none() && function(&facts, "give").root.is_some());
    assert_eq!(function(&facts, "give").owner.map(|id| ty(&facts, id)).as_deref(), Some("T"));
    assert!(matches!(&facts.types[0].kind, TypeDeclKind::Interface { methods, embeds } if methods.len() == 2 && embeds.len() == 2));
}

#[test]
fn variables_are_initialised_in_one_function_for_each_scope() {
    let facts = facts(
        "pub static A: Mutex<Map> = Mutex::new(Map::new()); static mut B: u8 = 1; const C: u8 = 2;
         lazy_static! { /// doc
           pub static ref D: Map = make(); static ref E: u8 = 3; }
         thread_local! { static F: RefCell<Map> = RefCell::default() }
         static G: LazyLock<Map> = LazyLock::new(|| { let x = 1; x });
         mod m { static H: u8 = 4; } extern \"C\" { static I: u8; fn g(x: u8); }",
    );
    let vars: Vec<String> = facts.vars.iter().map(|var| format!("{} {:?} {}", var.name, var.kind, var.scope.index())).collect();
    assert_eq!(
        vars,
        [
            "A Static 0",
            "B StaticMut 0",
            "C Constant 0",
            "D Static 0",
            "E Static 0",
            "F ThreadLocal 0",
            "G Static 0",
            "H Static 1",
            "I Static 0"
        ]
    );
    assert_eq!(facts.vars[3].kind, VarKind::Static);
    let shown: Vec<String> = facts
        .functions
        .iter()
        .filter(|function| function.kind == FunctionKind::Initialiser)
        .map(|function| Show { facts: &facts, body: &function.body }.node(function.root.expect("a body")))
        .collect();
    assert_eq!(
        shown,
        [
            "{A = Mutex::new(Map::new()); B = 1; C = 2; D = make(); E = 3; F = RefCell::default(); G = LazyLock::new(|| {let x#0 = 1; x#0});}",
            "{H = 4;}"
        ]
    );
    assert!(function(&facts, "g").is_extern);
}

#[test]
fn modules_and_function_bodies_are_scopes() {
    let facts = facts(
        "mod a { use x::y; #[cfg(test)] mod tests { fn t() {} } } fn f() { use p::q; struct S; fn g() {} static V: u8 = 1; }
         #[tokio::test] async fn u() {} #[cfg(all(test, x))] fn v() {} #[cfg(not(test))] fn w() {} fn plain() {}",
    );
    let scopes: Vec<String> =
        facts.scopes.iter().map(|scope| format!("{:?} {} {}", scope.parent.map(|id| id.index()), scope.module, scope.in_test)).collect();
    assert_eq!(scopes, ["None  false", "Some(0) a false", "Some(1) tests true", "Some(0)  false"]);
    assert_eq!(
        (
            function(&facts, "f").scope.index(),
            function(&facts, "g").scope.index(),
            facts.types[0].scope.index(),
            facts.vars[0].scope.index()
        ),
        (3, 3, 3, 3)
    );
    let in_test: Vec<&str> = facts.functions.iter().filter(|function| function.in_test).map(|function| function.name.as_str()).collect();
    assert_eq!(in_test, ["t", "u", "v"]);
    assert_eq!(function(&facts, "u").attributes.iter().map(|name| name.as_str()).collect::<Vec<_>>(), ["tokio::test"]);
    assert_eq!(function(&facts, "plain").scope.index(), 0);
}

#[test]
fn macros_made_of_items_are_read() {
    let facts = facts(
        "cfg_if::cfg_if! { if #[cfg(a)] { fn a() {} } else if #[cfg(b)] { fn b() {} } else { mod c { fn d() {} } } }
         cfg_rt! { pub struct S { m: Map } impl S { fn e(&self) {} } } macro_rules! m { () => { fn no() {} } }
         proptest! { fn no(x in 0..1) {} } quote! { fn no() {} }",
    );
    let names: Vec<&str> = facts.functions.iter().map(|function| function.name.as_str()).collect();
    assert_eq!(names, ["a", "b", "d", "e"]);
    assert_eq!(facts.types.len(), 1);
}

#[test]
fn file_marks() {
    assert!(facts("// @generated by x\nfn f() {}").generated);
    assert!(facts("// Code generated by x. DO NOT EDIT.\n").generated);
    assert!(!facts("fn f() { \"@generated\"; }").generated);
    let facts = facts("#![no_std]\n#![cfg(test)]\nfn f() {}");
    assert_eq!(facts.attributes.iter().map(|name| name.as_str()).collect::<Vec<_>>(), ["no_std", "cfg(test)"]);
    assert!(facts.functions[0].in_test);
}

#[test]
fn declarations_start_at_their_first_word() {
    let text = "/// doc\n#[inline]\npub(crate) const unsafe extern \"C\" fn f() {}\n#[x] pub struct S(u8);";
    let facts = facts(text);
    let at = |span: crate::source::Span| &text[span.start as usize..span.end as usize];
    assert_eq!(at(facts.functions[0].span), "pub(crate) const unsafe extern \"C\" fn f() {}");
    assert_eq!(at(facts.types[0].span), "pub struct S(u8);");
}
