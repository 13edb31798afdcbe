//! Small programs from source text to the model, for the corners of each part.
//!
//! A line that a subject is about carries a mark: `//^ await map`, `//^ again map`, `//^ split map`,
//! `//^ race map`, `//^ unsized map`. Nothing else may be found.

use super::analyse;
use crate::analysis::Model;
use crate::analysis::cost::Asked;
use crate::analysis::fault::Faults;
use crate::analysis::model::{GuardKind, RegionEvent};
use crate::analysis::symbols::Symbols;
use crate::facts::{FileInfo, Library, Name, ProgramBuilder, Unit};
use crate::source::{FileId, Language, LineIndex, Location};

/// The front end and the walk are recursive within bounds: they run on large stacks.
fn model(files: &[(&str, &str)], edition: u16) -> Model {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).stack_size(64 << 20).build().expect("one thread");
    pool.install(|| model_here(files, edition))
}

fn model_here(files: &[(&str, &str)], edition: u16) -> Model {
    let mut builder = ProgramBuilder::new(Library::default(), crate::frontend::rust::library());
    let mut ids = Vec::new();
    for (index, (module, text)) in files.iter().enumerate() {
        let module = module.split("::").filter(|part| !part.is_empty()).map(Name::from).collect();
        let info = FileInfo { language: Language::Rust, module, ..FileInfo::default() };
        builder.file(info, crate::frontend::rust::lower(text, edition));
        ids.push(FileId(u32::try_from(index).expect("few files")));
    }
    let name = Name::from("fixture");
    builder.unit(Unit {
        language: Language::Rust,
        path: name,
        name,
        files: ids,
        module: name,
        is_main: false,
        is_test: false,
        edition,
        go_version: None,
        dependencies: Vec::new(),
    });
    let program = builder.finish();
    let symbols = Symbols::new(&program);
    analyse(&program, &symbols, Asked { lookups: true, remade: true, ..Asked::default() }, &Faults::default())
}

fn marks(model: &Model, text: &str) -> Vec<(u32, String)> {
    let index = LineIndex::new(text);
    let line = |location: Location| index.line(location.span.start);
    let mut found: Vec<(u32, String)> = Vec::new();
    for region in model.regions.iter().filter(|region| region.event != RegionEvent::Await || region.kind != GuardKind::Async) {
        let word = if region.event.name() == "await" { "await" } else { "again" };
        found.push((line(region.at), format!("{word} {}", region.map.name)));
    }
    found.extend(model.sequences.iter().filter(|one| one.harmful).map(|one| (line(one.act), format!("split {}", one.map.name))));
    found.extend(model.conflicts.iter().map(|one| (line(one.first.location), format!("race {}", one.map.name))));
    found.extend(model.maps.iter().filter_map(|one| Some((line(one.made?), format!("unsized {}", one.map.name)))));
    found.sort();
    found.dedup();
    found
}

#[track_caller]
fn check(edition: u16, text: &str) {
    let mut wanted: Vec<(u32, String)> = Vec::new();
    for (index, line) in text.lines().enumerate() {
        if let Some((_, mark)) = line.split_once("//^ ") {
            wanted.push((u32::try_from(index).expect("short") + 1, mark.trim().to_owned()));
        }
    }
    assert_eq!(marks(&model(&[("", text)], edition), text), wanted);
}

const HEAD: &str =
    "use std::collections::HashMap; use std::sync::{Arc, Mutex, RwLock}; use dashmap::DashMap; fn keep(_: usize) {} async fn work() {}\n";

#[track_caller]
fn check_in(edition: u16, fields: &str, body: &str) {
    check(edition, &format!("{HEAD}struct S {{ {fields} }}\nimpl S {{\n{body}\n}}\n"));
}

#[test]
fn entry_over_an_await_in_the_vacant_arm() {
    check_in(
        2021,
        "stmts: DashMap<usize, String>",
        "async fn f(&self, n: usize) {
            let entry = self.stmts.entry(n);
            match entry {
                dashmap::Entry::Occupied(e) => keep(e.get().len()),
                dashmap::Entry::Vacant(e) => {
                    work().await; //^ await stmts
                    e.insert(String::new());
                }
            }
        }
        async fn copied_first(&self, n: usize) {
            if let Some(text) = self.stmts.get(&n) { keep(text.len()); }
            work().await;
            self.stmts.insert(n, String::new());
        }",
    );
}

#[test]
fn async_locks_are_told_apart_by_path_not_by_name() {
    check(
        2021,
        "use std::collections::HashMap;
        use tokio::sync::Mutex;
        type Shared<V> = Mutex<HashMap<u8, V>>;
        mod sync { pub use std::sync::Mutex as Blocking; }
        use sync::Blocking;
        struct S { a: Shared<u8>, b: Blocking<HashMap<u8, u8>> }
        async fn work() {}
        impl S {
            async fn f(&self) { let a = self.a.lock().await; work().await; drop(a); }
            async fn g(&self) {
                let b = self.b.lock().unwrap();
                work().await; //^ await b
                drop(b);
            }
        }",
    );
}

#[test]
fn else_of_if_let_by_edition() {
    let body = |mark: &str| {
        format!(
            "fn f(&self, k: u8) {{
                if let Some(v) = self.m.lock().unwrap().get(&k) {{ keep(*v as usize); }} else {{
                    self.m.lock().unwrap().clear(); {mark}
                }}
            }}"
        )
    };
    check_in(2021, "m: Mutex<HashMap<u8, u8>>", &body("//^ again m"));
    check_in(2024, "m: Mutex<HashMap<u8, u8>>", &body(""));
}

#[test]
fn a_guard_on_some_paths_only_is_not_held() {
    check_in(
        2021,
        "m: Mutex<HashMap<u8, u8>>",
        "fn f(&self, early: bool) {
            let g = self.m.lock().unwrap();
            if early { drop(g); }
            self.m.lock().unwrap().clear();
        }
        fn loops(&self) {
            loop {
                let g = self.m.lock().unwrap();
                if g.is_empty() { break; }
            }
            self.m.lock().unwrap().clear();
        }",
    );
}

#[test]
fn summaries_follow_calls_and_show_the_path() {
    let text = format!(
        "{HEAD}struct S {{ m: Mutex<HashMap<u8, u8>> }}
        impl S {{
            fn len(&self) -> usize {{ self.m.lock().unwrap().len() }}
            fn twice(&self) -> usize {{ self.len() + self.len() }}
            fn f(&self) {{ let g = self.m.lock().unwrap(); keep(self.twice()); drop(g); }}
        }}"
    );
    let model = model(&[("", &text)], 2021);
    assert_eq!(model.regions.len(), 1);
    assert_eq!(model.regions[0].via.len(), 2);
    assert_eq!(model.regions[0].function, "S::f");
}

#[test]
fn types_are_found_across_modules() {
    let types = "use dashmap::DashMap as D; pub type Pods<V> = D<u64, V>; pub struct Inner { pub pods: Pods<String> }";
    let state = "pub use crate::types::*; pub struct State { pub inner: std::sync::Arc<Inner> }";
    let text = "mod types; mod state; use state::State;
        fn f(s: &State, a: u64) {
            let pods = &s.inner.pods;
            let pod = pods.get(&a).unwrap();
            s.inner.pods.remove(&a); //^ again pods
            drop(pod);
        }";
    let model = model(&[("", text), ("types", types), ("state", state)], 2021);
    assert_eq!(marks(&model, text), [(5, "again pods".to_owned())]);
    assert_eq!(model.regions[0].map.owner, "Inner");
    assert_eq!(model.regions[0].map.declaration.map(|at| at.file), Some(FileId(1)));
}

/// Each of them leads to all others: gone one by one, the ways to what none of them has are past counting.
#[test]
fn globs_of_each_other_are_gone_once() {
    let globs: String = (0..100).map(|other| format!("pub use super::m{other}::*; ")).collect();
    let modules: String = (0..100).map(|index| format!("pub mod m{index} {{ {globs} }} ")).collect();
    let text = format!(
        "mod kept {{ pub use dashmap::DashMap as Kept; }} {modules} use kept::*; use m7::*;
        fn f(s: &Kept<u64, u64>, a: u64, lost: &Lost) {{
            lost.get(&a);
            let one = s.get(&a);
            s.remove(&a); //^ again s
            drop(one);
        }}"
    );
    check(2021, &text);
}

#[test]
fn unknown_types_of_known_names_are_silent() {
    check(
        2021,
        "use other::{DashMap, Mutex}; use papaya::HashMap;
        struct S { a: DashMap<u8, u8>, b: Mutex<HashMap<u8, u8>>, c: HashMap<u8, u8> }
        async fn work() {}
        impl S {
            async fn f(&self) {
                let a = self.a.get(&1); let b = self.b.lock(); let c = self.c.pin_owned();
                work().await;
                self.a.remove(&1); self.b.lock(); c.get(&1);
            }
        }",
    );
}

#[test]
fn a_crate_handed_on_under_its_own_name_is_that_crate() {
    check(
        2021,
        "use kit::dashmap::DashMap;
        pub struct S { m: DashMap<u32, u32> }
        impl S {
            pub fn f(&self, k: u32) {
                if let Some(v) = self.m.get(&k) {
                    self.m.remove(&v); //^ again m
                }
            }
        }",
    );
    check(
        2021,
        "use kit::maps::dashmap::DashMap;
        pub struct S { m: DashMap<u32, u32> }
        impl S {
            pub fn f(&self, k: u32) {
                if let Some(v) = self.m.get(&k) {
                    self.m.remove(&v);
                }
            }
        }",
    );
}

#[test]
fn second_reader_needs_a_writer_to_wait_for() {
    let text = |write: &str| {
        format!(
            "{HEAD}struct S {{ m: RwLock<HashMap<u8, u8>> }} impl S {{ fn f(&self) {{ let g = self.m.read().unwrap(); keep(self.m.read().unwrap().len()); drop(g); }} {write} }}"
        )
    };
    let confidence = |text: &str| model(&[("", text)], 2021).regions[0].confidence;
    assert_eq!(confidence(&text("")), crate::diagnostic::Confidence::Possible);
    assert_eq!(confidence(&text("fn w(&self) { self.m.write().unwrap().clear(); }")), crate::diagnostic::Confidence::Likely);
}

#[test]
fn check_and_act_in_two_critical_sections() {
    check_in(
        2021,
        "m: RwLock<HashMap<String, Arc<Mutex<u8>>>>, d: DashMap<u8, Vec<u8>>",
        "fn f(&self, k: &str) {
            if !self.m.read().unwrap().contains_key(k) {
                self.m.write().unwrap().insert(k.to_owned(), Arc::new(Mutex::new(0))); //^ split m
            }
        }
        fn again(&self, k: &str) {
            if self.m.read().unwrap().contains_key(k) { return; }
            let mut m = self.m.write().unwrap();
            if m.get(k).is_none() { m.insert(k.to_owned(), Arc::new(Mutex::new(0))); }
        }
        fn push(&self, k: u8) {
            match self.d.get_mut(&k) {
                Some(mut list) => list.push(1),
                None => { self.d.insert(k, vec![1]); } //^ split d
            }
        }
        fn of_hit(&self, k: u8) {
            if self.d.contains_key(&k) { self.d.insert(k, Vec::new()); }
        }
        fn owned(&mut self, k: u8) {
            if !self.d.contains_key(&k) { self.d.insert(k, Vec::new()); }
        }",
    );
}

#[test]
fn static_mut_needs_two_threads() {
    check(
        2021,
        "use std::collections::HashMap;
        static mut A: Option<HashMap<u8, u8>> = None;
        static mut B: Option<HashMap<u8, u8>> = None;
        fn put(k: u8) {
            unsafe { A.as_mut().unwrap().insert(k, k); } //^ race A
        }
        fn alone(k: u8) { unsafe { B.as_mut().unwrap().insert(k, k); } }
        fn run() { for k in 0..9 { std::thread::spawn(move || put(k)); } alone(1); }",
    );
}

#[test]
fn filled_by_a_loop_of_known_length() {
    check(
        2021,
        "use std::collections::HashMap;
        fn f(names: &[String]) {
            let mut ix = HashMap::new(); //^ unsized ix
            for (i, n) in names.iter().enumerate() { ix.insert(n, i); }
        }
        fn g(names: impl Iterator<Item = String>) {
            let mut ix = HashMap::new();
            for n in names { ix.insert(n, 1); }
        }
        fn h(rows: &index_vec::IndexVec<u32, index_vec::IndexVec<u32, String>>) {
            let row = &rows[0];
            let mut ix = HashMap::new(); //^ unsized ix
            for (i, n) in row.iter_enumerated() { if let Some(before) = ix.insert(n, i) { drop(before); } }
        }",
    );
}

#[test]
fn deep_nesting_and_nonsense_end() {
    let deep = format!("{HEAD}fn f(d: &DashMap<u8, u8>) {{ {} d.len() {} }}", "{ d.get(&1);".repeat(90), "}".repeat(90));
    let loops = "type A = B; type B = A; use self::x as y; use self::y as x; fn f(a: A) { a.get(y); y::z(); }";
    let twins = "mod m { pub use super::n::*; } mod n { pub use super::m::*; } fn f() { m::g(); n::H::new(); }";
    for text in [deep.as_str(), loops, twins] {
        assert!(marks(&model(&[("", text)], 2021), text).is_empty());
    }
}

#[test]
fn handlers_and_parallel_iterators_run_on_many_threads() {
    check(
        2021,
        r#"
use actix_web::{get, web, App};
use rayon::prelude::*;
use std::collections::HashMap;
static mut ROUTED: Option<HashMap<u64, u64>> = None;
static mut NAMED: Option<HashMap<u64, u64>> = None;
static mut SPELT: Option<HashMap<u64, u64>> = None;
static mut EACH: Option<HashMap<u64, u64>> = None;
static mut ONCE: Option<HashMap<u64, u64>> = None;
async fn routed() {
    unsafe { ROUTED.as_mut().unwrap().insert(1, 1); } //^ race ROUTED
}
#[get("/named")]
async fn named() {
    unsafe { NAMED.as_mut().unwrap().insert(1, 1); } //^ race NAMED
}
#[actix_web::post("/spelt")]
async fn spelt() {
    unsafe { SPELT.as_mut().unwrap().insert(1, 1); } //^ race SPELT
}
fn put(at: u64) {
    unsafe { EACH.as_mut().unwrap().insert(at, 1); } //^ race EACH
}
pub fn each(items: Vec<u64>) {
    items.par_iter().map(|item| item + 1).for_each(|item| put(item));
}
#[inline]
pub fn once(items: Vec<u64>) {
    items.iter().for_each(|item| unsafe { ONCE.as_mut().unwrap().insert(*item, 1); });
}
pub fn app() {
    App::new().route("/", web::get().to(routed)).service(named);
}
"#,
    );
}

#[test]
fn several_inserts_in_a_pass_are_counted() {
    let text = r#"
use std::collections::{HashMap, HashSet};
pub fn both(pairs: &[(u64, u64)]) -> HashSet<u64> {
    let mut found = HashSet::new();
    for (one, two) in pairs {
        found.insert(*one);
        found.insert(*two);
    }
    found
}
pub fn one(pairs: &[(u64, u64)]) -> HashMap<u64, u64> {
    let mut found = HashMap::new();
    for (one, two) in pairs {
        found.insert(*one, *two);
    }
    found
}
"#;
    let counts: Vec<String> =
        model(&[("", text)], 2021).maps.into_iter().map(|map| map.fill_count).filter(|count| !count.is_empty()).collect();
    assert_eq!(counts, ["2 * pairs.len()", "pairs.len()"]);
}

#[test]
fn what_a_once_cell_gives_is_what_it_holds() {
    check(
        2021,
        r#"
use dashmap::DashMap;
use std::collections::HashMap;
use std::sync::{Mutex, OnceLock};
static ONCE: OnceLock<DashMap<u64, u64>> = OnceLock::new();
static LOCKED: OnceLock<Mutex<HashMap<u64, u64>>> = OnceLock::new();
fn show(_: &u64) {}
pub fn asked() {
    let value = ONCE.get().unwrap().get(&1).unwrap();
    ONCE.get().unwrap().remove(&1); //^ again ONCE
    show(&value);
}
pub fn made() {
    let map = ONCE.get_or_init(DashMap::new);
    let value = map.get(&1).unwrap();
    map.remove(&1); //^ again ONCE
    show(&value);
}
pub fn locked() {
    let guard = LOCKED.get_or_init(Default::default).lock().unwrap();
    LOCKED.get().unwrap().lock().unwrap().clear(); //^ again LOCKED
    show(&guard[&1]);
}
pub fn other() {
    let value = DashMap::<u64, u64>::new();
    show(&value.get(&1).unwrap());
    ONCE.get().unwrap().remove(&1);
}
"#,
    );
}
