//! What has the same number, and what has another.

use super::*;
use crate::frontend::go;

#[test]
fn things_that_differ_have_different_numbers() {
    assert_eq!(of(&("a", Some(1_u8))), of(&("a", Some(1_u8))));
    let numbers = [of(&("ab", "")), of(&("a", "b")), of(&(None::<u8>, "a")), of(&(Some(0_u8), "a")), of(&vec![1_u8]), of(&vec![1_u8, 0])];
    assert!(numbers.iter().enumerate().all(|(at, number)| !numbers[..at].contains(number)));
}

#[test]
fn parts_that_are_shown_do_not_run_into_one_another() {
    let shown = |parts: [&str; 2]| {
        let mut digest = Digest::default();
        parts.iter().for_each(|part| digest.show(part));
        digest.finish()
    };
    assert_eq!(shown(["a", "b"]), shown(["a", "b"]));
    assert_ne!(shown(["ab", ""]), shown(["a", "b"]));
}

#[test]
fn declarations_are_the_same_whatever_bodies_do_and_wherever_they_stand() {
    let of = |text: &str| of_declarations(&go::lower(text, "a.go"));
    let before = of("package a\n\ntype T struct{ m map[string]int }\n\nfunc (t *T) F(k string) int { return t.m[k] }\n");
    assert_eq!(
        before,
        of("package a\n\n// T has a map.\ntype T struct{ m map[string]int }\n\nfunc (t *T) F(k string) int { t.m[k]++; return 1 }\n")
    );
    for other in [
        "package a\n\ntype T struct{ m map[string]int }\n\nfunc (t *T) F(l string) int { return t.m[l] }\n",
        "package a\n\ntype T struct{ m map[string]int }\n\nfunc (t T) F(k string) int { return t.m[k] }\n",
        "package a\n\ntype T struct{ m map[string]uint }\n\nfunc (t *T) F(k string) int { return t.m[k] }\n",
        "package a\n\ntype T struct{ m map[string]int }\n\nfunc (t *T) F(k string) int { return t.m[k] }\n\nvar x int\n",
    ] {
        assert_ne!(before, of(other), "{other}");
    }
}
