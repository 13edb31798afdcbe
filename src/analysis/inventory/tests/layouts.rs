//! What keys and values take. The numbers are those of `unsafe.Sizeof` and `size_of`; `tests/capacity.rs` asks the
//! compilers again.

use super::inventory;
use crate::capacity::Layout;
use crate::source::Language;

/// The layouts of each map's key and value, as `size/align`, with `*` where there are pointers; `?`: not known.
fn layouts(language: Language, text: &str) -> Vec<String> {
    let shown = |layout: Option<Layout>| match layout {
        Some(Layout { size, align, pointers }) => format!("{size}/{align}{}", if pointers { "*" } else { "" }),
        None => "?".to_owned(),
    };
    let entry = |entry: &super::Entry| match entry.layouts {
        Some(layouts) => format!("{} {} {}", entry.map.name, shown(layouts.key), shown(layouts.value)),
        None => format!("{} is not modelled", entry.map.name),
    };
    inventory(language, text).iter().map(entry).collect()
}

fn go(declarations: &str, ty: &str) -> String {
    let found = layouts(Language::Go, &format!("package p\n{declarations}\nvar m {ty}\n"));
    found.last().and_then(|line| line.strip_prefix("m ")).unwrap_or_default().to_owned()
}

fn rust(declarations: &str, ty: &str) -> String {
    let text = format!("use std::collections::{{HashMap, HashSet}};\n{declarations}\nstruct Holder {{ m: {ty} }}\n");
    let found = layouts(Language::Rust, &text);
    found.last().and_then(|line| line.strip_prefix("m ")).unwrap_or_default().to_owned()
}

#[test]
fn types_of_the_go_language_have_a_layout() {
    assert_eq!(go("", "map[string]int"), "16/8* 8/8");
    assert_eq!(go("", "map[int32]struct{}"), "4/4 0/1");
    assert_eq!(go("", "map[any][]byte"), "16/8* 24/8*");
    assert_eq!(go("", "map[[3]int16]func()"), "6/2 8/8*");
    assert_eq!(go("", "map[complex64]chan int"), "8/4 8/8*");
    assert_eq!(go("", "map[float64]map[string]bool"), "8/8 8/8*");
    assert_eq!(go("", "map[*Unknown]*Unknown"), "8/8* 8/8*");
    assert_eq!(go("", "map[bool][2][4]string"), "1/1 128/8*");
}

#[test]
fn go_structs_are_padded_in_their_order() {
    assert_eq!(go("type s struct { a bool; b int64; c bool }", "map[s]s"), "24/8 24/8");
    assert_eq!(go("type s struct { a, c bool; b int64 }", "map[s]s"), "16/8 16/8");
    assert_eq!(go("type s struct { a int32; b struct{} }", "map[s]struct{ a int8; b string }"), "8/4 24/8*");
    assert_eq!(go("type e struct { a int }\ntype s struct { e; *p; _ int8 }\ntype p struct{}", "map[string]s"), "16/8* 24/8*");
}

#[test]
fn go_names_are_seen_through() {
    assert_eq!(go("type id = uint16\ntype name string\ntype set map[name]id", "set"), "16/8* 2/2");
    assert_eq!(go("type pair[A, B any] struct { a A; b B }", "map[pair[int8, int32]]pair[string, bool]"), "8/4 24/8*");
    assert_eq!(go("type shape interface { Area() int }", "map[shape]shape"), "16/8* 16/8*");
    assert_eq!(go("import (\"sync\"; \"time\")\ntype s struct { mu sync.Mutex; at time.Time }", "map[time.Duration]s"), "8/8 32/8*");
}

#[test]
fn what_is_not_known_of_a_go_type_is_left_open() {
    assert_eq!(go("import \"x.org/y\"", "map[string]y.Z"), "16/8* ?");
    assert_eq!(go("import \"x.org/y\"\ntype s struct { a y.Z }", "map[s]*y.Z"), "? 8/8*");
    assert_eq!(go("const n = 4", "map[[n]byte]bool"), "? 1/1");
    assert_eq!(go("type s struct { a int }\ntype s struct { a, b int }", "map[string]s"), "16/8* ?");
    assert_eq!(go("type s struct { next s }", "map[string]s"), "16/8* ?");
    assert_eq!(go("type wide[T any] struct { a wide[[2]T]; b T }", "map[string]wide[int]"), "16/8* ?");
    assert_eq!(go("", "map[string][1 << 60]int"), "16/8* ?");
    assert_eq!(layouts(Language::Go, "package p\nimport \"sync\"\nvar m sync.Map\n"), ["m is not modelled"]);
}

#[test]
fn types_of_the_rust_language_have_a_layout() {
    assert_eq!(rust("", "HashMap<u64, (u8, u32)>"), "8/8 8/4");
    assert_eq!(rust("", "HashSet<String>"), "24/8 0/1");
    assert_eq!(rust("", "HashMap<&'static str, &'static u8>"), "16/8 8/8");
    assert_eq!(rust("", "HashMap<char, [u16; 5]>"), "4/4 10/2");
    assert_eq!(rust("", "HashMap<u128, fn(u8) -> u8>"), "16/16 8/8");
    assert_eq!(rust("", "HashMap<*const u8, *const [u8]>"), "8/8 16/8");
}

#[test]
fn rust_pointers_have_a_second_word_where_what_they_point_to_has_no_size() {
    assert_eq!(rust("trait Run {}", "HashMap<Box<str>, Box<dyn Run>>"), "16/8 16/8");
    assert_eq!(rust("use std::{rc::Rc, sync::Arc};", "HashMap<Rc<[u8]>, Arc<Vec<u8>>>"), "16/8 8/8");
    assert_eq!(rust("use std::path::Path;\nstruct Name(str);", "HashMap<&'static Path, &'static Name>"), "16/8 16/8");
    assert_eq!(rust("use std::sync::Arc;\nstruct Big { a: u8, b: other::Thing }", "HashMap<u8, Arc<Big>>"), "1/1 8/8");
}

#[test]
fn rust_structs_are_reordered_and_options_use_what_patterns_are_left() {
    assert_eq!(rust("struct S { a: u8, b: u64, c: u8 }", "HashMap<u8, S>"), "1/1 16/8");
    assert_eq!(rust("", "HashMap<Option<u32>, Option<Box<u8>>>"), "8/4 8/8");
    assert_eq!(rust("struct S(u64, bool);", "HashMap<u8, Option<S>>"), "1/1 16/8");
    assert_eq!(rust("enum E { A, B }\nstruct S(u64, u8);", "HashMap<E, Option<S>>"), "1/1 24/8");
    assert_eq!(rust("#[repr(u32)] enum E { A = 7, B }\ntype Id<T> = (T, u8);", "HashMap<E, Id<u16>>"), "4/4 4/2");
    assert_eq!(rust("enum One { A }", "HashMap<u8, One>"), "1/1 0/1");
}

#[test]
fn what_is_not_known_of_a_rust_type_is_left_open() {
    assert_eq!(rust("enum E { A(u8), B }", "HashMap<u8, E>"), "1/1 ?");
    assert_eq!(rust("enum E { A = 1000, B }", "HashMap<u8, E>"), "1/1 ?");
    assert_eq!(rust("#[repr(C)] struct S { a: u8 }", "HashMap<u8, S>"), "1/1 ?");
    assert_eq!(rust("#[repr(align(64))] struct S { a: u8 }", "HashMap<u8, S>"), "1/1 ?");
    assert_eq!(rust("struct S { #[cfg(unix)] a: u8 }", "HashMap<u8, S>"), "1/1 ?");
    assert_eq!(rust("union U { a: u8, b: u64 }", "HashMap<u8, U>"), "1/1 ?");
    assert_eq!(rust("", "HashMap<u8, Option<Option<bool>>>"), "1/1 ?");
    assert_eq!(rust("", "HashMap<u8, Box<dyn Fn()>>"), "1/1 ?");
    assert_eq!(rust("", "HashMap<other::Id, u8>"), "? 1/1");
    assert_eq!(rust("", "HashMap<u8, HashMap<u8, u8, other::State>>"), "1/1 ?");
    assert_eq!(rust("#[cfg(unix)] struct S(u8);\n#[cfg(windows)] struct S(u16);", "HashMap<u8, S>"), "1/1 ?");
    assert_eq!(rust("use dashmap::DashMap;", "DashMap<u8, u8>"), "is not modelled");
}
