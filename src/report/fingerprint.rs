//! Names for findings that survive edits elsewhere: baselines and code scanning match by them.
//!
//! A fingerprint is the XXH3 hash (64 bits, seed 0, 16 hexadecimal digits) of the rule, the
//! package, the function and the map (`owner.name`), each followed by a zero byte. Findings alike
//! in all four are numbered in source order: from the second on, the number (from 1, in decimal
//! digits) and a zero byte are hashed too. No line, column or message takes part.
//!
//! The number tells findings of one run apart, and no more: where the first of two is mended, the second
//! gets its name. What compares runs (a baseline, another tree) goes by the name that all alike share,
//! and by how many there are.

use crate::diagnostic::Diagnostic;
use std::collections::BTreeMap;
use xxhash_rust::xxh3::Xxh3Default;

/// The names of one finding.
pub(super) struct Fingerprint {
    /// Its own.
    pub own: String,
    /// The one that it shares with all findings alike: that of the first of them.
    pub shared: String,
}

/// The fingerprints of `diagnostics`, which stand in source order.
pub(super) fn fingerprints(diagnostics: &[Diagnostic]) -> Vec<Fingerprint> {
    let mut seen: BTreeMap<[&str; 5], usize> = BTreeMap::new();
    diagnostics
        .iter()
        .map(|diagnostic| {
            let (owner, name) = super::map_name(diagnostic);
            let parts = [diagnostic.rule.as_str(), &diagnostic.package, &diagnostic.function, owner, name];
            let number = seen.entry(parts).and_modify(|count| *count += 1).or_default();
            Fingerprint { own: hash(parts, *number), shared: hash(parts, 0) }
        })
        .collect()
}

fn hash([rule, package, function, owner, name]: [&str; 5], number: usize) -> String {
    let mut hasher = Xxh3Default::new();
    let map = if owner.is_empty() { name.to_owned() } else { format!("{owner}.{name}") };
    for part in [rule, package, function, &map] {
        hasher.update(part.as_bytes());
        hasher.update(&[0]);
    }
    if number > 0 {
        hasher.update(format!("{number}\0").as_bytes());
    }
    format!("{:016x}", hasher.digest())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fingerprint_never_changes() {
        assert_eq!(hash(["unguarded-map-write", "example.com/app", "Cache.Put", "Cache", "entries"], 0), "6a352e03ca2e63bd");
        assert_eq!(hash(["unguarded-map-write", "example.com/app", "Cache.Put", "Cache", "entries"], 1), "a9288cdea31c3f73");
    }

    #[test]
    fn parts_do_not_run_into_each_other() {
        assert_ne!(hash(["a", "bc", "", "", ""], 0), hash(["ab", "c", "", "", ""], 0));
        assert_ne!(hash(["a", "", "f", "", "m"], 0), hash(["a", "f", "", "", "m"], 0));
    }
}
