//! Go build constraints: which files can never be in one build.
//!
//! A formula is over *tags*. Some exclude each other (one `GOOS`, one `GOARCH`, one compiler a build),
//! some follow from others (`unix` from the operating system, `linux` from `android`), all else
//! (`cgo`, `ignore`, `race`, `go1.22`, a project's own) is free to be set or not. Two files conflict
//! only where one choice of tags lets both in. How a file comes to its formula is
//! [`build_lines`](super::build_lines)' subject.

use serde::{Deserialize, Serialize};

/// In which builds a Go file takes part: a boolean formula over build tags.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum BuildConstraint {
    /// In all.
    #[default]
    Always,
    /// Where the tag is set.
    Tag(String),
    /// Where the operand does not hold.
    Not(Box<BuildConstraint>),
    /// Where all hold.
    All(Vec<BuildConstraint>),
    /// Where one holds.
    Any(Vec<BuildConstraint>),
}

impl BuildConstraint {
    /// Both at once; `Always` disappears.
    pub fn and(self, other: BuildConstraint) -> BuildConstraint {
        match (self, other) {
            (BuildConstraint::Always, one) | (one, BuildConstraint::Always) => one,
            (BuildConstraint::All(mut all), other) => {
                all.push(other);
                BuildConstraint::All(all)
            }
            (one, other) => BuildConstraint::All(vec![one, other]),
        }
    }

    /// Whether the formula holds where `is_set` tells the tags that are set.
    pub fn holds(&self, is_set: &impl Fn(&str) -> bool) -> bool {
        match self {
            BuildConstraint::Always => true,
            BuildConstraint::Tag(tag) => is_set(tag),
            BuildConstraint::Not(operand) => !operand.holds(is_set),
            BuildConstraint::All(operands) => operands.iter().all(|operand| operand.holds(is_set)),
            BuildConstraint::Any(operands) => operands.iter().any(|operand| operand.holds(is_set)),
        }
    }

    /// Whether the formula holds in the build whose declarations stand for those of all, wherever one has to:
    /// for Linux on amd64 by the gc compiler, with cgo and no tags of a project's own.
    pub fn holds_on_linux(&self) -> bool {
        self.holds(&|tag| matches!(tag, "linux" | "amd64" | "unix" | "gc" | "cgo") || tag.starts_with("go1."))
    }

    fn tags<'a>(&'a self, into: &mut Vec<&'a str>) {
        match self {
            BuildConstraint::Always => {}
            BuildConstraint::Tag(tag) => into.push(canonical(tag)),
            BuildConstraint::Not(operand) => operand.tags(into),
            BuildConstraint::All(operands) | BuildConstraint::Any(operands) => operands.iter().for_each(|operand| operand.tags(into)),
        }
    }
}

/// Whether some build has both files. Never a wrong `false`; a wrong `true` only where the formulas
/// have more tags than are tried (some 2^16 choices), or where release tags contradict each other.
pub fn may_coexist(a: &BuildConstraint, b: &BuildConstraint) -> bool {
    if *a == BuildConstraint::Always && *b == BuildConstraint::Always {
        return true;
    }
    let mut tags = Vec::new();
    a.tags(&mut tags);
    b.tags(&mut tags);
    tags.sort_unstable();
    tags.dedup();
    let any_of = |known: &[&str]| tags.iter().any(|tag| known.contains(tag));
    let no_choice: &[&str] = &[""];
    // A system that no tag names is like any other such one, so that only the named ones, those that
    // imply them and one of each remaining kind have to be tried.
    let systems = if any_of(OPERATING_SYSTEMS) || tags.contains(&"unix") { OPERATING_SYSTEMS } else { no_choice };
    let systems: Vec<&str> = distinct_systems(systems, &tags);
    let mut architectures: Vec<&str> = tags.iter().copied().filter(|tag| ARCHITECTURES.contains(tag)).collect();
    architectures.push("");
    let compilers = if any_of(COMPILERS) { COMPILERS } else { no_choice };
    let free: Vec<&str> = tags
        .iter()
        .copied()
        .filter(|tag| *tag != "unix" && !OPERATING_SYSTEMS.contains(tag) && !ARCHITECTURES.contains(tag) && !COMPILERS.contains(tag))
        .collect();
    if free.len() > MAX_FREE_TAGS || (systems.len() * architectures.len() * compilers.len()) << free.len() > MAX_CHOICES {
        return true;
    }
    for system in &systems {
        for architecture in &architectures {
            for compiler in compilers {
                for choice in 0..1_u32 << free.len() {
                    let is_set = |tag: &str| {
                        let tag = canonical(tag);
                        match free.iter().position(|free| *free == tag) {
                            Some(bit) => choice >> bit & 1 == 1,
                            None => tag == *architecture || tag == *compiler || system_sets(system, tag),
                        }
                    };
                    if a.holds(&is_set) && b.holds(&is_set) {
                        return true;
                    }
                }
            }
        }
    }
    false
}

/// Values of `GOOS` that Go knows, past and present.
pub(super) const OPERATING_SYSTEMS: &[&str] = &[
    "aix",
    "android",
    "darwin",
    "dragonfly",
    "freebsd",
    "hurd",
    "illumos",
    "ios",
    "js",
    "linux",
    "nacl",
    "netbsd",
    "openbsd",
    "plan9",
    "solaris",
    "wasip1",
    "windows",
    "zos",
];

/// Values of `GOARCH` that Go knows, past and present.
pub(super) const ARCHITECTURES: &[&str] = &[
    "386",
    "amd64",
    "amd64p32",
    "arm",
    "armbe",
    "arm64",
    "arm64be",
    "loong64",
    "mips",
    "mipsle",
    "mips64",
    "mips64le",
    "mips64p32",
    "mips64p32le",
    "ppc",
    "ppc64",
    "ppc64le",
    "riscv",
    "riscv64",
    "s390",
    "s390x",
    "sparc",
    "sparc64",
    "wasm",
];

const NOT_UNIX: &[&str] = &["js", "nacl", "plan9", "wasip1", "windows", "zos"];
const COMPILERS: &[&str] = &["gc", "gccgo"];
const MAX_FREE_TAGS: usize = 12;
const MAX_CHOICES: usize = 1 << 16;

/// Whether a build for `system` (empty: for none that matters) has `tag` set.
fn system_sets(system: &str, tag: &str) -> bool {
    match tag {
        "unix" => !system.is_empty() && !NOT_UNIX.contains(&system),
        "linux" => matches!(system, "linux" | "android"),
        "solaris" => matches!(system, "solaris" | "illumos"),
        "darwin" => matches!(system, "darwin" | "ios"),
        _ => !tag.is_empty() && system == tag,
    }
}

/// The first of `systems` for each different set of `tags` that a system gives.
fn distinct_systems<'a>(systems: &[&'a str], tags: &[&str]) -> Vec<&'a str> {
    let mut seen: Vec<Vec<bool>> = Vec::new();
    let mut distinct = Vec::new();
    for system in systems {
        let set: Vec<bool> = tags.iter().map(|tag| system_sets(system, tag)).collect();
        if !seen.contains(&set) {
            seen.push(set);
            distinct.push(*system);
        }
    }
    distinct
}

/// `boringcrypto` is an old name of an experiment's tag.
fn canonical(tag: &str) -> &str {
    if tag == "boringcrypto" { "goexperiment.boringcrypto" } else { tag }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn of(expression: &str) -> BuildConstraint {
        BuildConstraint::of("x.go", &format!("//go:build {expression}\n\npackage x\n"))
    }

    #[test]
    fn values_of_one_setting_exclude_each_other() {
        for (a, b, expected) in [
            ("linux", "windows", false),
            ("linux", "darwin || linux", true),
            ("amd64", "arm64", false),
            ("linux", "amd64", true),
            ("linux && amd64", "linux && arm64", false),
            ("gc", "gccgo", false),
            ("gc", "!gccgo", true),
            ("!gc", "!gccgo", false),
            ("race", "!race", false),
            ("ignore", "!ignore", false),
            ("ignore", "tools", true),
            ("go1.22", "!go1.22", false),
            ("boringcrypto", "!goexperiment.boringcrypto", false),
            ("!amd64 && !arm64", "amd64", false),
            ("!amd64", "!arm64", true),
        ] {
            assert_eq!(may_coexist(&of(a), &of(b)), expected, "{a} with {b}");
        }
    }

    #[test]
    fn systems_imply_their_kin() {
        for (a, b, expected) in [
            ("unix", "linux", true),
            ("unix", "windows", false),
            ("unix", "plan9", false),
            ("!unix", "linux", false),
            ("!unix", "!windows", true),
            ("!unix && !windows && !js && !nacl && !plan9 && !wasip1", "!zos", false),
            ("android", "linux", true),
            ("android", "!linux", false),
            ("linux && !android", "android", false),
            ("ios", "darwin", true),
            ("illumos", "!solaris", false),
        ] {
            assert_eq!(may_coexist(&of(a), &of(b)), expected, "{a} with {b}");
        }
    }

    #[test]
    fn too_many_free_tags_may_coexist() {
        let all: Vec<String> = (0..40).map(|n| format!("t{n}")).collect();
        assert!(may_coexist(&of(&all.join(" && ")), &of("!t0")));
    }

    fn formula() -> impl Strategy<Value = BuildConstraint> {
        let tags = vec!["linux", "windows", "android", "unix", "amd64", "arm64", "gc", "gccgo", "cgo", "ignore", "go1.21", "own"];
        let leaf = prop_oneof![
            1 => Just(BuildConstraint::Always),
            9 => proptest::sample::select(tags).prop_map(|tag| BuildConstraint::Tag(tag.to_owned())),
        ];
        leaf.prop_recursive(4, 24, 3, |inner| {
            prop_oneof![
                inner.clone().prop_map(|operand| BuildConstraint::Not(Box::new(operand))),
                prop::collection::vec(inner.clone(), 1..4).prop_map(BuildConstraint::All),
                prop::collection::vec(inner, 1..4).prop_map(BuildConstraint::Any),
            ]
        })
    }

    fn not(a: &BuildConstraint) -> BuildConstraint {
        BuildConstraint::Not(Box::new(a.clone()))
    }

    proptest! {
        #[test]
        fn symmetric(a in formula(), b in formula()) {
            prop_assert_eq!(may_coexist(&a, &b), may_coexist(&b, &a));
        }

        #[test]
        fn never_with_its_negation(a in formula()) {
            prop_assert!(!may_coexist(&a, &not(&a)));
            prop_assert!(may_coexist(&a, &BuildConstraint::Always) || may_coexist(&not(&a), &BuildConstraint::Always));
        }

        #[test]
        fn with_itself_where_it_is_in_some_build(a in formula()) {
            prop_assert_eq!(may_coexist(&a, &a), may_coexist(&a, &BuildConstraint::Always));
        }

        #[test]
        fn a_weaker_constraint_meets_no_less(a in formula(), b in formula(), c in formula()) {
            let weaker = BuildConstraint::Any(vec![b.clone(), c.clone()]);
            prop_assert_eq!(may_coexist(&a, &weaker), may_coexist(&a, &b) || may_coexist(&a, &c));
            prop_assert_eq!(may_coexist(&a, &b.clone().and(c.clone())), may_coexist(&a.and(b), &c));
        }
    }
}
